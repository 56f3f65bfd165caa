import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

/** A file that may be served: an address is only ever looked up, never resolved. */
export interface ServedFile {
  /** Where it lies, or what it is. */
  readonly source: string | Uint8Array<ArrayBuffer>
  readonly bytes: number
  readonly mediaType: string
  /** The same, packed: what lay beside it as `app.js.br`, `app.js.gz`. */
  readonly encoded: readonly {
    readonly encoding: Encoding
    readonly source: Uint8Array<ArrayBuffer>
  }[]
  /** Strong, from the content; computed at first use. */
  etag(): Promise<string>
  /** Packed at first use, then kept in memory; `null` for what packing does not make smaller. */
  packed(): Promise<Uint8Array<ArrayBuffer>> | null
}
export type Encoding = 'br' | 'gzip'

const SUFFIXES: readonly (readonly [string, Encoding])[] = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
]

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.pmtiles': 'application/vnd.pmtiles',
  '.wasm': 'application/wasm',
}

/**
 * Every file below a folder, by its path with slashes; empty when the folder is not there. They are read at once and
 * kept: what is put in their place later is another app, whose pages and scripts do not fit these.
 */
export function fileCatalogue(folder: string): ReadonlyMap<string, ServedFile> {
  const names = listFiles(folder)
  const known = new Set(names)
  const files = new Map<string, ServedFile>()
  for (const name of names) {
    if (SUFFIXES.some(([suffix]) => name.endsWith(suffix) && known.has(withoutEnd(name, suffix)))) {
      continue
    }
    const source = readFileSync(join(folder, name))
    const bytes = source.length
    const mediaType = MEDIA_TYPES[extname(name)] ?? 'application/octet-stream'
    let etag: Promise<string> | undefined
    let packed: Promise<Uint8Array<ArrayBuffer>> | undefined
    files.set(name.split(sep).join('/'), {
      source,
      bytes,
      mediaType,
      encoded: SUFFIXES.filter(([suffix]) => known.has(name + suffix)).map(
        ([suffix, encoding]) => ({
          encoding,
          source: readFileSync(join(folder, name + suffix)),
        }),
      ),
      etag: () => (etag ??= Promise.resolve(etagOf(source))),
      packed: () => (isWorthPacking(mediaType, bytes) ? (packed ??= pack(source)) : null),
    })
  }
  return files
}

/** Far above the app's largest chunk, far below what a hundred readers could fill the memory with. */
const LARGEST_PACKED = 4_000_000

/** Text of some length, such as the app's own; a map pack or a catalogue is never taken into memory. */
function isWorthPacking(mediaType: string, bytes: number): boolean {
  return mediaType.includes('charset') && bytes > 1_000 && bytes < LARGEST_PACKED
}

function pack(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 }
  return promisify(brotliCompress)(bytes, { params })
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function withoutEnd(name: string, suffix: string): string {
  return name.slice(0, -suffix.length)
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
}
