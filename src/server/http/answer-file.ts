import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { ServedFile } from './file-catalogue.ts'
import { hasAlready } from './if-none-match.ts'

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
      return answerBytes(c, file.source, 206, part)
    }
  }

  const accepted = c.req.header('Accept-Encoding') ?? ''
  const twin = file.encoded.find(({ encoding }) => accepts(accepted, encoding))
  const made = twin || !accepts(accepted, 'br') ? null : await file.packed()
  const packed = twin ?? (made ? { encoding: 'br', source: made } : null)
  if (packed) c.header('Content-Encoding', packed.encoding)
  c.header('Content-Length', String(packed ? packed.source.length : file.bytes))
  return answerBytes(c, packed ? packed.source : file.source, 200)
}

interface Range {
  readonly start: number
  readonly end: number
}

function answerBytes(
  c: Context,
  source: ServedFile['source'],
  status: 200 | 206,
  part?: Range,
): Response {
  if (c.req.method === 'HEAD') return c.body(null, status)
  if (typeof source === 'string') {
    return c.body(Readable.toWeb(createReadStream(source, part)) as ReadableStream, status)
  }
  return c.body(part ? source.subarray(part.start, part.end + 1) : source, status)
}

/** One range only: several at once are answered with the whole, which is allowed. */
export function readRange(header: string, bytes: number): Range | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  if (!found || (found[1] === '' && found[2] === '')) return null
  const [, from = '', to = ''] = found
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  return start > end || start >= bytes ? 'unsatisfiable' : { start, end }
}

function accepts(accepted: string, encoding: string): boolean {
  return accepted.split(',').some((one) => {
    const [label, weight] = one.trim().split(/\s*;\s*q=/)
    return label === encoding && Number(weight ?? 1) > 0
  })
}
