import { HTML_ENTITIES } from './html-entities.ts'
import type { ProblemTally } from './problem-tally.ts'

const KNOWN = new Set(['amp', 'lt', 'gt', 'quot', 'apos', ...Object.keys(HTML_ENTITIES)])
/** What XML 1.0 forbids, "&" and what follows it, and "<" where no tag can begin. */
const SUSPECTS =
  // eslint-disable-next-line no-control-regex -- these are what XML 1.0 forbids
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?:#(x?)([\da-fA-F]{1,8});|([A-Za-z_][\w.-]*);)?|<(?![A-Za-z_:/?!])/g

/**
 * A document with the faults mended that cost a character and not the file: characters that XML
 * forbids, written out or by number, go; "&" and "<" as some tools write them ("Bar & Tabac") and names
 * of characters that nobody defined are taken as they stand. Each is counted.
 */
export function mendXml(text: string, tally: ProblemTally): string {
  return text.replace(SUSPECTS, (found: string, hex: string, code: string, name: string) => {
    if (found === '<') {
      tally.add('bare-ampersand')
      return '&lt;'
    }
    if (found === '&' || (name !== undefined && !KNOWN.has(name))) {
      tally.add('bare-ampersand')
      return `&amp;${found.slice(1)}`
    }
    if (name !== undefined) return found
    if (code !== undefined && isCharacter(Number.parseInt(code, hex ? 16 : 10))) return found
    tally.add('lost-character')
    return ''
  })
}

/** The production `Char` of XML 1.0. */
function isCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  )
}
