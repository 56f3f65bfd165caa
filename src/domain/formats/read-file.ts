import { decodeText } from './decode-text.ts'
import {
  LARGEST_FILE_BYTES,
  type FileRefusal,
  type Format,
  type ParsedFile,
  type ReadOutcome,
} from './parsed-file.ts'
import { ProblemTally } from './problem-tally.ts'
import { looksLikeFit, readFit } from './read-fit.ts'
import { readGeoJson } from './read-geojson.ts'
import { GpxReader } from './read-gpx.ts'
import { KmlReader } from './read-kml.ts'
import { documentOfKmz } from './read-kmz.ts'
import { TcxReader } from './read-tcx.ts'
import { RefusedFile } from './refuse.ts'
import { walkXml, type XmlAttributes, type XmlListener } from './walk-xml.ts'

/** "Bar & Tabac", as some tools write it, is a fault of XML that can be mended without guessing. */
const BARE_AMPERSAND = /&(?!(?:[A-Za-z_][\w.-]*|#\d+|#x[\da-fA-F]+);)/g

type Content = Omit<ParsedFile, 'format' | 'problems'>

/**
 * Reads a file of any of the six formats, found out from its content: names and media types lie.
 * What is odd is read around, counted and told; what cannot be used is refused with one reason.
 * Never throws for what is in the bytes. Fixes are as the file has them: nothing is sorted, cleaned
 * or clamped. Heart rates are not read at all.
 */
export function readFile(bytes: Uint8Array): ReadOutcome {
  const tally = new ProblemTally()
  try {
    const { format, content } = readContent(bytes, tally)
    const { tracks, routes, waypoints } = content
    if (tracks.length + routes.length + waypoints.length === 0) {
      return refused({ code: 'nothing-inside', problems: tally.toProblems() })
    }
    return { file: { format, ...content, problems: tally.toProblems() }, refusal: null }
  } catch (error) {
    if (error instanceof RefusedFile) return refused(error.refusal)
    throw error
  }
}

function refused(refusal: FileRefusal): ReadOutcome {
  return { file: null, refusal }
}

function readContent(bytes: Uint8Array, tally: ProblemTally): { format: Format; content: Content } {
  if (bytes.length === 0) throw new RefusedFile('empty-file')
  if (bytes.length > LARGEST_FILE_BYTES) throw new RefusedFile('too-big')
  if (looksLikeFit(bytes)) return { format: 'fit', content: readFit(bytes, tally) }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { content } = readText(documentOfKmz(bytes, tally), tally)
    return { format: 'kmz', content }
  }
  return readText(bytes, tally)
}

function readText(bytes: Uint8Array, tally: ProblemTally): { format: Format; content: Content } {
  const { text, wrongEncoding } = decodeText(bytes)
  const start = text.trimStart()
  if (start === '') throw new RefusedFile('empty-file')
  const isXml = start.startsWith('<')
  if (!isXml && !start.startsWith('{') && !start.startsWith('[')) {
    throw new RefusedFile('unknown-format')
  }
  if (wrongEncoding) tally.add('wrong-encoding')
  if (!isXml) return { format: 'geojson', content: readGeoJson(text, tally) }
  // White space before the declaration is a fault of XML that some exporters make: it is dropped.
  return readXml(start, tally)
}

function readXml(text: string, tally: ProblemTally): { format: Format; content: Content } {
  const before = tally.toProblems()
  try {
    return readStrictXml(text, tally)
  } catch (error) {
    if (!(error instanceof RefusedFile) || error.refusal.code !== 'malformed-xml') throw error
    const bare = text.match(BARE_AMPERSAND)?.length ?? 0
    if (bare === 0) throw error
    tally.restartFrom(before)
    tally.add('bare-ampersand', bare)
    return readStrictXml(text.replace(BARE_AMPERSAND, '&amp;'), tally)
  }
}

function readStrictXml(text: string, tally: ProblemTally): { format: Format; content: Content } {
  const root = new RootListener(tally)
  walkXml(text, root, tally)
  if (!root.reader || !root.format) throw new RefusedFile('unknown-format')
  return { format: root.format, content: root.reader.content() }
}

/** Hands the document over to the reader that its root element asks for. */
class RootListener implements XmlListener {
  reader: (XmlListener & { content(): Content }) | null = null
  format: Format | null = null
  private readonly tally: ProblemTally

  constructor(tally: ProblemTally) {
    this.tally = tally
  }

  open(name: string, attributes: XmlAttributes): void {
    if (!this.reader) this.choose(name)
    this.reader?.open(name, attributes)
  }

  close(name: string, text: string): void {
    this.reader?.close(name, text)
  }

  private choose(root: string): void {
    const name = root.toLowerCase()
    if (name === 'gpx') [this.format, this.reader] = ['gpx', new GpxReader(this.tally)]
    else if (name === 'kml') [this.format, this.reader] = ['kml', new KmlReader(this.tally)]
    else if (name === 'trainingcenterdatabase') {
      ;[this.format, this.reader] = ['tcx', new TcxReader(this.tally)]
    } else throw new RefusedFile('unknown-format')
  }
}
