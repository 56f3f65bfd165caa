import type { GeolocationSource, SourceFix } from './capture-world.ts'

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 }
const PERMISSION_DENIED = 1

/** The browser's receiver. The only place of the app that asks for a position. */
export function createGeolocationSource(
  geolocation: () => Geolocation | undefined,
): GeolocationSource {
  return {
    watch(onFix, onError) {
      const receiver = geolocation()
      if (!receiver) {
        onError('unsupported')
        return () => undefined
      }
      const id = receiver.watchPosition(
        (position) => onFix(toFix(position)),
        (error) => onError(error.code === PERMISSION_DENIED ? 'permission' : 'unavailable'),
        OPTIONS,
      )
      return () => receiver.clearWatch(id)
    },
    once: () =>
      new Promise((resolve) => {
        const receiver = geolocation()
        if (!receiver) return resolve(null)
        receiver.getCurrentPosition(
          (position) => resolve(toFix(position)),
          () => resolve(null),
          { ...OPTIONS, maximumAge: 60_000 },
        )
      }),
  }
}

/** Everything the receiver said, and nothing it did not say. */
function toFix({ coords, timestamp }: GeolocationPosition): SourceFix {
  return {
    lon: coords.longitude,
    lat: coords.latitude,
    atMs: timestamp,
    accuracyM: coords.accuracy,
    ...(isNumber(coords.altitude) ? { eleM: coords.altitude } : {}),
    ...(isNumber(coords.altitudeAccuracy) ? { eleAccuracyM: coords.altitudeAccuracy } : {}),
    ...(isNumber(coords.speed) ? { speedMS: coords.speed } : {}),
    ...(isNumber(coords.heading) ? { headingDeg: coords.heading } : {}),
  }
}

/** Safari gives NaN for a heading at rest. */
function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value)
}
