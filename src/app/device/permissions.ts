/** Adapter of the Permissions API: what the browser would answer, without asking the person. */
export async function locationPermission(): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state
  } catch {
    return null
  }
}
