import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { ParsedFile } from '../domain/formats/parsed-file.ts'
import { writeGeoJson } from '../domain/formats/write-geojson.ts'
import { writeGpx } from '../domain/formats/write-gpx.ts'
import { writeKml } from '../domain/formats/write-kml.ts'
import { writeTcx } from '../domain/formats/write-tcx.ts'
import { EXIT, type Command } from './command.ts'
import { problemsOf, readInput } from './read-input.ts'

/** By the extension of the file to write. `null`: this file cannot be said in that format. */
const WRITERS: Readonly<Record<string, (file: ParsedFile) => string | Uint8Array | null>> = {
  '.gpx': (file) => writeGpx(file, { times: true }),
  '.kml': (file) => writeKml(file, { times: true }),
  '.kmz': (file) => zipSync({ 'doc.kml': strToU8(writeKml(file, { times: true })) }),
  '.tcx': writeTcx,
  '.geojson': (file) => `${JSON.stringify(writeGeoJson(file, { times: true }))}\n`,
  '.json': (file) => `${JSON.stringify(writeGeoJson(file, { times: true }))}\n`,
}

/** `jalon convert IN OUT`: the same data in another format; the converter's user owns the times. */
export const command: Command = {
  async run({ words, json }, terminal) {
    const [from, to] = words
    if (from === undefined || to === undefined || words.length > 2) {
      terminal.warn(terminal.say('convert.two-files'))
      return EXIT.unusable
    }
    const write = WRITERS[extname(to).toLowerCase()]
    if (!write) {
      terminal.warn(terminal.say('convert.unknown-target', { file: basename(to) }))
      return EXIT.unusable
    }
    const input = await readInput(from, terminal)
    if (input.refusal) {
      terminal.warn(input.refusal.message)
      return EXIT.unusable
    }
    const written = write(input.file)
    if (written === null) {
      terminal.warn(terminal.say('convert.times-needed', { file: input.name }))
      return EXIT.unusable
    }
    const problems = problemsOf(input.file, terminal.language)
    for (const { message } of problems) terminal.warn(message)
    try {
      await writeFile(to, written)
    } catch {
      terminal.warn(terminal.say('not-written', { file: to }))
      return EXIT.unusable
    }
    const answer = { from: input.name, to: basename(to), format: input.file.format, problems }
    terminal.print(json ? JSON.stringify(answer) : terminal.say('written', { file: to }))
    return EXIT.done
  },
}
