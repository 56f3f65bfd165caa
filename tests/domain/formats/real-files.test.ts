import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFile } from '../../../src/domain/checks/check-file.ts'
import { readFile } from '../../../src/domain/formats/read-file.ts'
import en from '../../../src/locales/en/formats.json' with { type: 'json' }
import fr from '../../../src/locales/fr/formats.json' with { type: 'json' }
import { translator } from '../../../src/locales/translate.ts'
import { problems } from './sample-files.ts'

const WORDS = [translator({ fr, en }, 'fr'), translator({ fr, en }, 'en')]
const NOW_MS = Date.parse('2026-11-30T12:00:00Z')

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

const DATA = join(import.meta.dirname, '../../../../shared/data')
const EVERY_FILE = existsSync(DATA)
  ? readdirSync(DATA, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
  : []

describe.skipIf(EVERY_FILE.length === 0)('every file there is (../shared/data)', () => {
  it('is read or refused in one sentence, and what is read is checked without failing', () => {
    for (const path of EVERY_FILE) {
      const { file, refusal } = readFile(new Uint8Array(readFileSync(path)))
      if (refusal) {
        for (const say of WORDS) {
          const sentence = say(`refusal.${refusal.code}`, { line: refusal.line ?? 0 })
          expect(sentence, path).toMatch(/^[^\n{}]{10,}$/)
        }
        continue
      }
      for (const { track } of [...file.tracks, ...file.routes].slice(0, 3)) {
        const { findings } = checkFile(track, null, {}, NOW_MS)
        expect(JSON.stringify(findings), path).not.toMatch(/:null|NaN/)
      }
    }
  })

  it('[GEO-14] an ordinary walk with a fix every 55 s has no warning', () => {
    const path = join(DATA, 'cases/one-fix-every-55-s.gpx')
    const { file } = readFile(new Uint8Array(readFileSync(path)))
    const { findings } = checkFile(file!.tracks[0]!.track, null, {}, NOW_MS)
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  })
})
