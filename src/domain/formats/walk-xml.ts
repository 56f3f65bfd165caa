import { SaxesParser } from 'saxes'
import { HTML_ENTITIES } from './html-entities.ts'
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

/** Where a document stops being XML. */
export interface XmlFault {
  /** Of the first fault, from 1. */
  readonly line: number
  /** Reading ended at a fault; else it went on, around elements that are not closed in their place. */
  readonly isDamaged: boolean
}

/** Faults of nesting, in the words of saxes, after which it goes on with the element that is right. */
const CROSSED = new Set(['unexpected close tag.'])
const UNMATCHED = /^unmatched closing tag/

/**
 * Reads XML as a stream of elements (SAX). Strict about being XML, indifferent to schemas: what real
 * tools write rarely validates. Where a document is damaged or cut, reading ends and every open element
 * is closed, so that the listener has all that came before. Entities that the document defines are
 * refused, never expanded; a prefix that nobody declared is counted and read as if it had been.
 * Throws `RefusedFile`.
 */
export function walkXml(text: string, listener: XmlListener, tally: ProblemTally): XmlFault | null {
  const walk = new XmlWalk(text, listener, tally)
  const fault = walk.run()
  tally.add('undeclared-prefix', walk.undeclared.size)
  tally.add('crossed-tags', walk.crossed)
  return fault
}

class Damaged extends Error {}

class XmlWalk {
  readonly undeclared = new Set<string>()
  crossed = 0
  private firstFault: XmlFault | null = null
  private readonly parser = new SaxesParser({ xmlns: false, position: true })
  private readonly declared = new Set(['', 'xml', 'xmlns'])
  private readonly names: string[] = []
  private readonly texts: string[] = []
  private readonly text: string
  private readonly listener: XmlListener
  private readonly tally: ProblemTally

  constructor(text: string, listener: XmlListener, tally: ProblemTally) {
    this.text = text
    this.listener = listener
    this.tally = tally
    Object.assign(this.parser.ENTITIES, HTML_ENTITIES)
    this.listen()
  }

  run(): XmlFault | null {
    const { parser } = this
    try {
      parser.write(this.text)
    } catch (error) {
      return this.end(error, Math.max(this.text.length - parser.position, 0))
    }
    try {
      parser.close()
    } catch (error) {
      return this.end(error, 0)
    }
    return this.firstFault
  }

  private listen(): void {
    const { parser } = this
    parser.on('error', ({ message }) => this.meet(message))
    parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype)) throw new RefusedFile('entities', parser.line)
    })
    parser.on('opentag', (tag) => this.open(tag.name, tag.attributes))
    const addText = (piece: string): void => {
      if (this.texts.length > 0) this.texts[this.texts.length - 1] += piece
    }
    parser.on('text', addText)
    parser.on('cdata', addText)
    parser.on('closetag', () => {
      this.listener.close(this.names.pop()!, this.texts.pop()!.trim())
    })
  }

  private meet(message: string): void {
    const fault = message.replace(/^\d+:\d+: /, '')
    if (!CROSSED.has(fault) && !UNMATCHED.test(fault)) throw new Damaged(fault)
    this.crossed += 1
    this.firstFault ??= { line: this.parser.line, isDamaged: false }
  }

  private open(tagName: string, tagAttributes: Readonly<Record<string, string>>): void {
    if (this.names.length >= DEEPEST_NESTING) throw new RefusedFile('too-deep', this.parser.line)
    const attributes: Record<string, string> = {}
    for (const key in tagAttributes) {
      const [prefix, local] = splitName(key)
      if (prefix === 'xmlns') this.declared.add(local)
      else attributes[local] = tagAttributes[key]!
    }
    const [prefix, local] = splitName(tagName)
    if (!this.declared.has(prefix)) this.undeclared.add(prefix)
    this.names.push(local)
    this.texts.push('')
    this.listener.open(local, attributes)
  }

  /** Closes what is open. The last word of a cut text is not trusted: half a number is another number. */
  private end(error: unknown, unread: number): XmlFault {
    if (!(error instanceof Damaged)) throw error
    const { line } = this.parser
    if (unread === 0) this.addPendingText()
    const innermost = this.texts.length - 1
    if (innermost >= 0) this.texts[innermost] = this.texts[innermost]!.replace(/\S+$/, '')
    while (this.names.length > 0) {
      this.listener.close(this.names.pop()!, this.texts.pop()!.trim())
    }
    if (unread === 0) this.tally.add('cut-short')
    else this.tally.add('damaged', unread)
    return { line: this.firstFault?.line ?? line, isDamaged: true }
  }

  /** The parser hands over a text at its end only: where there is none, it is taken from the source. */
  private addPendingText(): void {
    const from = this.text.lastIndexOf('>') + 1
    const last = this.texts.length - 1
    if (last >= 0 && !this.text.includes('<', from)) this.texts[last] += this.text.slice(from)
  }
}

function splitName(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}
