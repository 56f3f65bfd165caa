/**
 * The one piece of the Encoding standard that the readers use. It is the same in browsers, workers
 * and Node, and pure; the standard library of the language just does not declare it.
 */
declare class TextDecoder {
  constructor(label: 'utf-8' | 'utf-16le', options?: { fatal?: boolean })
  decode(bytes: Uint8Array): string
}
