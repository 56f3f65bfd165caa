import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { Encoding, ServedFile } from './file-catalogue.ts'
import { hasAlready } from './if-none-match.ts'

const SUFFIX = { br: '.br', gzip: '.gz' } as const

/** Answers a file: 304 when the reader has it, one range when asked, packed when it lies there packed. */
export async function answerFile(
  c: Context,
  file: ServedFile,
  cacheControl: string,
): Promise<Response> {
  const etag = await file.etag()
  c.header('ETag', etag)
  c.header('Cache-Control', cacheControl)
  c.header('Content-Type', file.mediaType)
  c.header('Accept-Ranges', 'bytes')
  if (file.encoded.length > 0 || file.packed()) c.header('Vary', 'Accept-Encoding')
  if (hasAlready(c, etag)) return c.body(null, 304)

  const range = c.req.header('Range')
  if (range !== undefined && (c.req.header('If-Range') ?? etag) === etag) {
    const part = readRange(range, file.bytes)
    if (part === 'unsatisfiable') {
      c.header('Content-Range', `bytes */${file.bytes}`)
      return c.body(null, 416)
    }
    if (part) {
      c.header('Content-Range', `bytes ${part.start}-${part.end}/${file.bytes}`)
      c.header('Content-Length', String(part.end - part.start + 1))
      return c.body(bodyOf(c, file.path, part), 206)
    }
  }

  const accepted = c.req.header('Accept-Encoding') ?? ''
  const encoding = chooseEncoding(accepted, file.encoded)
  if (!encoding && chooseEncoding(accepted, ['br'])) {
    const packed = await file.packed()
    if (packed) {
      c.header('Content-Encoding', 'br')
      c.header('Content-Length', String(packed.length))
      return c.body(Buffer.from(packed), 200)
    }
  }
  const path = encoding ? file.path + SUFFIX[encoding] : file.path
  if (encoding) c.header('Content-Encoding', encoding)
  c.header('Content-Length', String(encoding ? (await stat(path)).size : file.bytes))
  return c.body(bodyOf(c, path), 200)
}

function bodyOf(c: Context, path: string, part?: { start: number; end: number }): ReadableStream {
  const file = c.req.method === 'HEAD' ? Readable.from([]) : createReadStream(path, part)
  return Readable.toWeb(file) as ReadableStream
}

/** One range only: several at once are answered with the whole, which is allowed. */
export function readRange(
  header: string,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (!found || (found[1] === '' && found[2] === '')) return null
  const [, from = '', to = ''] = found
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  return start > end || start >= bytes ? 'unsatisfiable' : { start, end }
}

function chooseEncoding(accepted: string, have: readonly Encoding[]): Encoding | undefined {
  const names = accepted.split(',').map((one) => one.trim())
  return have.find((encoding) =>
    names.some((name) => {
      const [label, weight] = name.split(/\s*;\s*q=/)
      return label === encoding && Number(weight ?? 1) > 0
    }),
  )
}
