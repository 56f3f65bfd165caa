/**
 * The one piece of the Encoding standard that the readers use. It is the same in browsers, workers
 * and Node, and pure; the standard library of the language just does not declare it.
 */
declare class TextDecoder {
  /** @throws RangeError for a label that is none of the standard's. */
  constructor(label: string, options?: { fatal?: boolean })
  readonly encoding: string
  decode(bytes: Uint8Array): string
}
