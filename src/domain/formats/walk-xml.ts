import { SaxesParser } from 'saxes'
import { DEEPEST_NESTING } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'

/** Attributes by local name: `xsi:type` is under `type`. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>

/** Told of every element by its local name, prefixes and namespaces left aside. */
export interface XmlListener {
  open(name: string, attributes: XmlAttributes): void
  /** `text` is the element's own text, trimmed. */
  close(name: string, text: string): void
}

/**
 * Reads XML as a stream of elements. Strict about being XML, indifferent to schemas: what real tools
 * write rarely validates. Entities beyond the five of XML are refused, never expanded; a prefix that
 * nobody declared is counted and read as if it had been. Throws `RefusedFile`.
 */
export function walkXml(text: string, listener: XmlListener, tally: ProblemTally): void {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const declared = new Set(['', 'xml', 'xmlns'])
  const undeclared = new Set<string>()
  const names: string[] = []
  const texts: string[] = []
  parser.on('error', () => {
    throw new RefusedFile('malformed-xml', parser.line)
  })
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new RefusedFile('entities', parser.line)
  })
  parser.on('opentag', (tag) => {
    if (names.length >= DEEPEST_NESTING) throw new RefusedFile('too-deep', parser.line)
    const attributes: Record<string, string> = {}
    for (const key in tag.attributes) {
      const [prefix, local] = splitName(key)
      if (prefix === 'xmlns') declared.add(local)
      else attributes[local] = tag.attributes[key]!
    }
    const [prefix, local] = splitName(tag.name)
    if (!declared.has(prefix)) undeclared.add(prefix)
    names.push(local)
    texts.push('')
    listener.open(local, attributes)
  })
  const addText = (piece: string): void => {
    if (texts.length > 0) texts[texts.length - 1] += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    listener.close(names.pop()!, texts.pop()!.trim())
  })
  parser.write(text).close()
  tally.add('undeclared-prefix', undeclared.size)
}

function splitName(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}
