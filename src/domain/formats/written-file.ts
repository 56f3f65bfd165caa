import type { Fix } from '../geo/fix.ts'
import type { ParsedFile } from './parsed-file.ts'

/** What a writer needs of a file; everything a reader gives will do. */
export type WritableFile = Pick<ParsedFile, 'tracks' | 'routes' | 'waypoints'> &
  Partial<Pick<ParsedFile, 'name' | 'description' | 'kept'>>

export interface WriteOptions {
  /** Times are private: only in a person's own export, never in a public file. */
  readonly times: boolean
}

/** Degrees with six decimals (11 cm), never in scientific notation. */
export function degrees(value: number): string {
  return value.toFixed(6).replace(/^-(0\.0+)$/, '$1')
}

/** Metres with one decimal, without a trailing `.0`. */
export function metres(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '').replace(/^-0$/, '0')
}

/** RFC 3339 in UTC. */
export function instant(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** Text for XML: markup escaped, characters that XML forbids left out. */
export function xmlText(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}

/** `<name>text</name>`, or nothing when there is no text. */
export function element(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<${name}>${xmlText(text)}</${name}>`
}

/** Whether a fix has a time that may be written. */
export function timeOf({ atMs }: Pick<Fix, 'atMs'>, { times }: WriteOptions): string | undefined {
  return times && atMs !== undefined ? instant(atMs) : undefined
}
