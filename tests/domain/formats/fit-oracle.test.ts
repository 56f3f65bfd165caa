import FitParser from 'fit-file-parser'
import { expect, it } from 'vitest'
import { fitFile } from './sample-fit.ts'
import { read } from './sample-files.ts'

interface OracleRecord {
  readonly timestamp: Date
  readonly position_lat?: number
  readonly position_long?: number
  readonly altitude?: number
}

it('our small FIT reader agrees with fit-file-parser, record by record', async () => {
  const records = Array.from({ length: 300 }, (_, i) => ({
    atS: 1_000_000_000 + 3 * i,
    ...(i % 17 === 0 ? {} : { lat: 43.7 + i / 1e4, lon: -1.05 - i / 1e4, altitudeM: i % 90 }),
  }))
  const bytes = fitFile(records)
  const oracle = (await new FitParser({ force: true }).parseAsync(
    bytes.buffer as ArrayBuffer,
  )) as unknown as { records: readonly OracleRecord[] }
  const theirs = oracle.records
    .filter((one) => one.position_lat !== undefined)
    .map((one) => [
      one.timestamp.getTime(),
      one.position_lat!.toFixed(7),
      one.position_long!.toFixed(7),
      one.altitude,
    ])
  const ours = read(bytes)
    .tracks[0]!.track.segments.flat()
    .map((fix) => [fix.atMs, fix.lat.toFixed(7), fix.lon.toFixed(7), fix.eleM])
  expect(ours).toHaveLength(282)
  expect(ours).toEqual(theirs)
})
