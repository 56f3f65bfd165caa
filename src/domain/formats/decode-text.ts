/** The text of a file, and what its bytes cost. */
export interface DecodedText {
  readonly text: string
  /** The bytes are not what the file says they are. */
  readonly wrongEncoding: boolean
  /** Characters that could not be read; U+FFFD stands in their place. */
  readonly lostCharacters: number
}

/** What windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const DECLARATION = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/
/** Where an XML declaration ends at the latest. */
const DECLARATION_BYTES = 1024
const ESCAPE = 0x1b
const REPLACEMENT = '\ufffd'
const CHUNK = 0x2000

/**
 * Turns the bytes of a text file into text (the Encoding standard, with its labels). A byte order mark
 * decides; else UTF-8, because bytes that are not UTF-8 hardly ever pass for it; else the encoding that
 * the XML declaration names. Where nothing fits: UTF-8 with a few characters lost when most of it is
 * UTF-8, else windows-1252, which is what French tools of the past have written.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUndeclared(bytes.subarray(3))
  if (a === 0xff && b === 0xfe) return decodeAs('utf-16le', bytes.subarray(2))
  if (a === 0xfe && b === 0xff) return decodeAs('utf-16be', bytes.subarray(2))
  if (a === 0x3c && b === 0) return decodeAs('utf-16le', bytes)
  if (a === 0 && b === 0x3c) return decodeAs('utf-16be', bytes)
  const declared = declaredEncoding(bytes)
  // The one encoding whose bytes all pass for UTF-8: it shifts between alphabets by escape sequences.
  if (declared === 'iso-2022-jp' && bytes.includes(ESCAPE)) return decodeAs(declared, bytes)
  return decodeUndeclared(bytes, declared)
}

function decodeUndeclared(bytes: Uint8Array, declared: string | null = null): DecodedText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, wrongEncoding: false, lostCharacters: 0 }
  } catch {
    if (declared !== null) return decodeAs(declared, bytes)
    const utf8 = decodeAs('utf-8', bytes)
    return isMostlyRead(utf8) ? utf8 : { ...decodeAs('windows-1252', bytes), wrongEncoding: true }
  }
}

/** The encoding that an XML declaration names, when it is one that single bytes can be written in. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const label = DECLARATION.exec(decodeWindows1252(bytes.subarray(0, DECLARATION_BYTES)))?.[1]
  if (label === undefined) return null
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-') ? null : encoding
  } catch {
    return null
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): DecodedText {
  const text =
    encoding === 'windows-1252' ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes)
  return { text, wrongEncoding: false, lostCharacters: countLost(text) }
}

function countLost(text: string): number {
  let count = 0
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) count++
  return count
}

/** Whether more accents were read than lost. */
function isMostlyRead({ text, lostCharacters }: DecodedText): boolean {
  let beyondAscii = 0
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) beyondAscii += 1
  return beyondAscii > 2 * lostCharacters
}

/** By hand: some engines of 2025 take windows-1252 for Latin-1, and every device must read the same. */
function decodeWindows1252(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(
      ...Array.from(bytes.subarray(at, at + CHUNK), (byte) =>
        byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte,
      ),
    )
  }
  return text
}
