import type { RecordedFix } from '../../domain/observation/fix-file.ts'

/** A fix as the browser gives it, without the recorder's own columns. */
export type SourceFix = Omit<RecordedFix, 'monotonicMs' | 'visible'>

export interface GeolocationSource {
  /** Starts listening; the answer stops it. Permission is asked here, never earlier. */
  readonly watch: (
    onFix: (fix: SourceFix) => void,
    onError: (why: 'permission' | 'unavailable' | 'unsupported') => void,
  ) => () => void
  /** One position, for "nearest to me". `null` when it was refused or not to be had. */
  readonly once: () => Promise<SourceFix | null>
}

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 }
const PERMISSION_DENIED = 1

/** Adapter of the Geolocation API. The only place of the app that asks for a position. */
export function createGeolocation(
  geolocation: () => Geolocation | undefined = () => navigator.geolocation,
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
