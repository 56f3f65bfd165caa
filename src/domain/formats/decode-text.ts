/** The text of a file, and whether its bytes are not what the file says they are. */
export interface DecodedText {
  readonly text: string
  readonly wrongEncoding: boolean
}

/** What windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const LATIN = /^(iso-?8859-?1|iso-?8859-?15|latin-?1|windows-1252|cp-?1252|us-ascii|ascii)$/i
const CHUNK = 0x2000

/**
 * Turns the bytes of a text file into text. A byte order mark decides; else UTF-8, whatever the file
 * declares, because bytes that are not UTF-8 never pass for it; else windows-1252, which is what
 * French tools of the past have written.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUtf8(bytes.subarray(3))
  if (a === 0xff && b === 0xfe) return decodeUtf16(bytes.subarray(2))
  if (a === 0xfe && b === 0xff) return decodeUtf16(swapPairs(bytes.subarray(2)))
  if (a === 0x3c && b === 0) return decodeUtf16(bytes)
  return decodeUtf8(bytes)
}

function decodeUtf8(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), wrongEncoding: false }
  } catch {
    const text = decodeWindows1252(bytes)
    const declared = /^\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(text.slice(0, 200))?.[1]
    return { text, wrongEncoding: declared === undefined || !LATIN.test(declared) }
  }
}

function decodeUtf16(bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder('utf-16le').decode(bytes), wrongEncoding: false }
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length)
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1]!
    swapped[i + 1] = bytes[i]!
  }
  return swapped
}

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
