import { extname } from 'node:path'
import type { ParsedFile } from '../domain/formats/parsed-file.ts'
import { writeGeoJson } from '../domain/formats/write-geojson.ts'
import { writeGpx } from '../domain/formats/write-gpx.ts'
import { writeKml } from '../domain/formats/write-kml.ts'
import { writeTcx } from '../domain/formats/write-tcx.ts'
import type { WriteOptions } from '../domain/formats/written-file.ts'
import { EXIT } from './command.ts'
import { onFiles, UnusableInput } from './on-files.ts'
import { needInput } from './read-input.ts'
import { toSchemaRandonnee, type WrittenItineraries } from './schema-randonnee.ts'

/** A person's own file, converted by that person: times go with it. */
const OWN_FILE: WriteOptions = { times: true }

const WRITERS: Readonly<Record<string, (file: ParsedFile) => WrittenItineraries | null>> = {
  gpx: (file) => whole(writeGpx(file, OWN_FILE)),
  kml: (file) => whole(writeKml(file, OWN_FILE)),
  tcx: (file) => whole(writeTcx(file, OWN_FILE)),
  geojson: (file) => whole(writeGeoJson(file, OWN_FILE)),
  json: (file) => whole(writeGeoJson(file, OWN_FILE)),
  'schema-randonnee': toSchemaRandonnee,
}

const whole = (text: string): WrittenItineraries => ({ text, left: 0 })

/** `jalon convert IN OUT [--to FORMAT]`: the format is that of the extension, or the one asked for. */
export const command = onFiles(['to'], 2, async (context) => {
  const { files, options, print, t, write: save } = context
  const [from, to] = files as [string, string]
  const format = (options['to'] ?? extname(to).slice(1)).toLowerCase()
  const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined
  if (!write) throw new UnusableInput(`${to}: ${t('convert.unknown', { format })}`)
  const file = await needInput(context, from)
  const written = write(file)
  if (written === null) throw new UnusableInput(`${from}: ${t('convert.no-itinerary')}`)
  if (written.left > 0) context.warn(`${from}: ${t('convert.left', { count: written.left })}`)
  await save(to, written.text)
  if (context.json) print(JSON.stringify({ from, to, format }))
  else print(t('convert.done', { file: to }))
  return EXIT.done
})
