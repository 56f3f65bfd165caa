import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import { Problem } from '../../contract/problem.ts'
import { JSON_DEPTH_LIMIT } from '../../domain/observation/hostile-member.ts'
import { bodyWithTimeout } from './body-with-timeout.ts'
import { codeOf } from '../error-code.ts'

const unzip = promisify(gunzip)

/** The body's bytes, never more than `limit` in memory, whatever the sender announced. */
export async function readBytes(c: Context, limit: number): Promise<Uint8Array> {
  const announced = Number(c.req.header('Content-Length') ?? 0)
  if (announced > limit) throw new Problem('too-large', { params: { limit } })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bodyWithTimeout(c)) {
    size += chunk.length
    if (size > limit) throw new Problem('too-large', { params: { limit } })
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** A JSON body, plain or gzip. `limit` holds for what is sent and for what it unfolds to. */
export async function readJson(c: Context, limit: number): Promise<unknown> {
  return (await readMeasuredJson(c, limit)).json
}

/** The same, with how many bytes it unfolds to. */
export async function readMeasuredJson(
  c: Context,
  limit: number,
): Promise<{ readonly json: unknown; readonly bytes: number }> {
  const sent = await readBytes(c, limit)
  const bytes = c.req.header('Content-Encoding') === 'gzip' ? await unfold(sent, limit) : sent
  if (tooDeep(bytes)) throw new Problem('invalid-request', { field: 'depth' })
  return { json: parse(bytes), bytes: bytes.length }
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return JSON.parse(text, MAY_BE_ENDLESS.test(text) ? finite : undefined) as unknown
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('not-json')
  }
}

/** Three digits of exponent, or as many digits as no number has: perhaps within a text. */
const MAY_BE_ENDLESS = /[eE]\+?\d{3}|\d{309}/

/** What is more than a number can hold would be kept as nothing at all: its sender hears it instead. */
function finite(_key: string, value: unknown): unknown {
  if (value === Infinity || value === -Infinity) {
    throw new Problem('invalid-request', { field: 'number' })
  }
  return value
}

async function unfold(sent: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await unzip(sent, { maxOutputLength: limit })
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new Problem('too-large', { params: { limit } })
    }
    throw new Problem('not-json')
  }
}

/** Looks at brackets outside strings only: parsing is for later. */
function tooDeep(bytes: Uint8Array): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inString) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > JSON_DEPTH_LIMIT) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}
