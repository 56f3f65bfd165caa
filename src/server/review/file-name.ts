/** The name a person gave a file, out of a header; only ever shown, never a path. */
export function decodeFileName(header: string | undefined): string {
  if (!header) return ''
  return unescaped(header)
    .replace(/^.*[\\/]/, '')
    .replace(/\p{C}/gu, '')
    .slice(0, 200)
}

function unescaped(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    // Not percent-encoded: some senders give the name as it is.
    return header
  }
}
