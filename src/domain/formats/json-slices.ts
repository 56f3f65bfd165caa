/** The text of one value inside a JSON document, and how deep its brackets go (itself counted). */
export interface JsonSlice {
  readonly text: string
  readonly depth: number
}

/** More values than there may be. */
export class TooManyValues extends Error {}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const isOpening = (code: number) => code === 0x5b || code === 0x7b
const isClosing = (code: number) => code === 0x5d || code === 0x7d

/**
 * Streaming tokenizer: cuts the elements of one array member (`{"features": [ … ]}`) out of a JSON text without
 * parsing them, in one pass, so that one element that is too deep, or no JSON, costs itself alone.
 * @returns `null` when the document is no object with such a member
 * @throws TooManyValues beyond `most` elements
 */
export function elementsOf(
  text: string,
  member: string,
  most: number,
): readonly JsonSlice[] | null {
  const from = arrayOf(text, member)
  if (from < 0) return null
  const slices: JsonSlice[] = []
  const push = (start: number, end: number, depth: number) => {
    const element = text.slice(start, end).trim()
    if (element === '') return
    if (slices.length >= most) throw new TooManyValues()
    slices.push({ text: element, depth })
  }
  let start = from
  let deepest = 0
  let last = from
  const end = scan(text, from, (code, at, depth) => {
    deepest = Math.max(deepest, depth)
    last = at
    if (depth > 0 || code !== 0x2c) return false
    push(start, at, deepest)
    start = at + 1
    deepest = 0
    return false
  })
  // A text that ends too early still has the elements before.
  push(start, end < 0 ? Math.max(last + 1, text.length) : end, deepest)
  return slices
}

/** How deep the brackets of a JSON text go. */
export function jsonDepth(text: string): number {
  let deepest = 0
  scan(text, 0, (_code, _at, depth) => {
    deepest = Math.max(deepest, depth)
    return false
  })
  return deepest
}

/** Where the elements of the array `member` of the outermost object begin; −1 when there is none. */
function arrayOf(text: string, member: string): number {
  const opening = /^\s*\{/.exec(text)?.[0].length ?? -1
  if (opening < 0) return -1
  const name = JSON.stringify(member)
  let found = -1
  scan(text, opening, (code, at, depth) => {
    if (code !== QUOTE || depth > 0 || !text.startsWith(name, at)) return false
    const value = /\s*:\s*\[/y
    value.lastIndex = at + name.length
    if (!value.test(text)) return false
    found = value.lastIndex
    return true
  })
  return found
}

/**
 * Walks over the characters outside strings, and the quotes that open one; `visit` says whether to stop. Gives where
 * the surrounding bracket closes, or −1.
 */
function scan(
  text: string,
  from: number,
  visit: (code: number, at: number, depth: number) => boolean,
): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isClosing(code) && depth === 0) return at
    if (isOpening(code)) depth++
    if (visit(code, at, depth)) return at
    if (isClosing(code)) depth--
    else if (code === QUOTE) at = endOfString(text, at)
  }
  return -1
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return text.length
}
