import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFile } from '../../../src/domain/formats/read-file.ts'
import { problems } from './sample-files.ts'

/** Files of other projects' test suites; not part of this repository. */
const FOLDER = join(import.meta.dirname, '../../../../shared/data/gpx-fixtures')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => !name.endsWith('.md')) : []

/** Those that cannot be used, and why. All the others are read. */
const REFUSED: Record<string, string> = {
  'fitparse-antfs-dump.63.fit': 'nothing-inside',
  'geotrek-file_bad_encoding.kml': 'nothing-inside',
  'togeojson-bad.gpx': 'nothing-inside',
  'togeojson-bad.kml': 'nothing-inside',
  'togeojson-empty_trk.gpx': 'nothing-inside',
  'togeojson-null_geometry.kml': 'nothing-inside',
  'togeojson-trek_no_rtept.gpx': 'nothing-inside',
}

/** What some of them are known for, as counted by their own projects. */
const KNOWN: Record<
  string,
  { points?: number; tracks?: number; segments?: number; problems?: Record<string, number> }
> = {
  'fitparse-sample_mulitple_header.fit': { points: 1462, problems: { 'no-position': 311 } },
  'fitparse-strava-android-app-201.10-b1218918.fit': { points: 237, problems: { 'cut-short': 1 } },
  'georust-garmin-activity.gpx': { points: 988 },
  'gpxpy-korita-zbevnica.gpx': { points: 871 },
  'gpxpy-Mojstrovka.gpx': { points: 184 },
  'jpx-GPX_invalid_extensions.gpx': { points: 2, problems: { 'crossed-tags': 2 } },
  'jpx-ISSUE-151.gpx': { tracks: 10, points: 1140 },
  'jpx-invalid-latlon.gpx': { problems: { 'bad-position': 4, 'elevation-absurd': 2 } },
  'opentracks-legacy_gpx_pause_resume.gpx': { segments: 2, problems: { 'pause-marker': 2 } },
  'togeojson-blue_hills.gpx': { tracks: 3, segments: 14, points: 1243 },
  'trailence-gpx-001.gpx': { points: 337 },
  'trailence-gpx-002.gpx': { tracks: 2, points: 1913 },
  'trailence-gpx-003.gpx': { tracks: 2, points: 1592 },
  'trailence-gpx-hdop.gpx': { points: 522 },
}

describe.skipIf(FILES.length === 0)('real files (../shared/data/gpx-fixtures)', () => {
  it.each(FILES)('%s', (name) => {
    const { file, refusal } = readFile(new Uint8Array(readFileSync(join(FOLDER, name))))
    expect(refusal?.code).toBe(REFUSED[name])
    const known = KNOWN[name]
    if (!file || !known) return
    const segments = file.tracks.flatMap(({ track }) => track.segments)
    if (known.tracks !== undefined) expect(file.tracks).toHaveLength(known.tracks)
    if (known.segments !== undefined) expect(segments).toHaveLength(known.segments)
    if (known.points !== undefined) expect(segments.flat()).toHaveLength(known.points)
    if (known.problems) expect(problems(file)).toMatchObject(known.problems)
  })
})
