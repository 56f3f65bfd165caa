import { readInstant } from './read-instant.ts'

/** The instant of one position: part of the line, index in the part. */
export type CoordinateTimes = (part: number, index: number, several: boolean) => number | null

/**
 * Times beside coordinates, as converters write them. No standard says how; two conventions exist:
 * `properties.coordTimes`, and `properties.coordinateProperties.times`, nested for several parts.
 */
export function coordinateTimes(
  coordTimes: unknown,
  coordinateProperties: unknown,
): CoordinateTimes | null {
  const times =
    typeof coordinateProperties === 'object' && coordinateProperties !== null
      ? (coordinateProperties as Record<string, unknown>)['times']
      : coordTimes
  if (!Array.isArray(times)) return null
  const list = times as readonly unknown[]
  return (part, index, several) => {
    const own = several ? list[part] : Array.isArray(list[0]) ? list[0] : list
    const one: unknown = Array.isArray(own) ? own[index] : undefined
    if (typeof one === 'number') return Number.isFinite(one) ? one : null
    return typeof one === 'string' ? (readInstant(one)?.atMs ?? null) : null
  }
}
