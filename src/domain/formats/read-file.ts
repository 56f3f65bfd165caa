import { decodeText } from './decode-text.ts'
import { mendXml } from './mend-xml.ts'
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
import { walkXml, type XmlAttributes, type XmlFault, type XmlListener } from './walk-xml.ts'

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
    if (isEmpty(content)) {
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
  const { text, wrongEncoding, lostCharacters } = decodeText(bytes)
  const start = text.trimStart()
  if (start === '') throw new RefusedFile('empty-file')
  const isXml = start.startsWith('<')
  if (!isXml && !start.startsWith('{') && !start.startsWith('[')) {
    throw new RefusedFile('unknown-format')
  }
  if (wrongEncoding) tally.add('wrong-encoding')
  tally.add('lost-character', lostCharacters)
  if (!isXml) return { format: 'geojson', content: readGeoJson(text, tally) }
  // White space before the declaration is a fault of XML that some exporters make: it is dropped.
  return readXml(start, tally)
}

function readXml(text: string, tally: ProblemTally): { format: Format; content: Content } {
  const before = tally.toProblems()
  const asWritten = walkDocument(text, tally)
  if (!asWritten.fault?.isDamaged) return contentOf(asWritten)
  const asMet = tally.toProblems()
  tally.restartFrom(before)
  const mended = mendXml(text, tally)
  if (mended !== text) return contentOf(walkDocument(mended, tally))
  tally.restartFrom(asMet)
  return contentOf(asWritten)
}

interface WalkedDocument {
  readonly root: RootListener
  readonly fault: XmlFault | null
}

function walkDocument(text: string, tally: ProblemTally): WalkedDocument {
  const root = new RootListener(tally)
  return { root, fault: walkXml(text, root, tally) }
}

/** What was read before the damage, if any: a damaged document without anything in it is refused. */
function contentOf({ root, fault }: WalkedDocument): { format: Format; content: Content } {
  const content = root.reader?.content()
  if (fault && (!content || isEmpty(content))) {
    throw new RefusedFile('malformed-xml', fault.line)
  }
  if (!content || !root.format) throw new RefusedFile('unknown-format')
  return { format: root.format, content }
}

function isEmpty({ tracks, routes, waypoints }: Content): boolean {
  return tracks.length + routes.length + waypoints.length === 0
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
