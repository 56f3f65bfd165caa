import type { FileUseless } from '../../domain/checks/read-recording.ts'
import type { FormatProblem } from '../../domain/formats/parsed-file.ts'
import type { NotRead } from '../workers/files-client.ts'
import type { Words } from './words.ts'

/** What people choose from: names and media types lie, so the content is what counts. */
export const RECORDING_FILES = '.gpx,.kml,.kmz,.tcx,.fit,.geojson,.json,application/octet-stream'

/** Why a file is of no use, in one sentence; and that nothing of it was kept. */
export function fileSentence(useless: FileUseless | NotRead, { t }: Words): string {
  const why =
    'refusal' in useless
      ? t(`formats.refusal.${useless.refusal.code}`, { line: useless.refusal.line ?? '?' })
      : t(`watch.refusal.${useless.why}`)
  return `${why} ${t('watch.refusal.nothingKept')}`
}

/** One oddity that was read around. */
export function oddSentence({ code, count }: FormatProblem, { t }: Words): string {
  return t(`formats.problem.${code}`, { count })
}
