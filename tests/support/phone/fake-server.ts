/* eslint-disable @typescript-eslint/require-await -- a fake answers at once, behind the promises of the real thing */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../src/domain/observation/canonical.ts'
import { blobsOf } from '../../../src/domain/observation/observation.ts'
import { parseObservation } from '../../../src/domain/observation/parse-observation.ts'

/** What a network may do to one request. */
export type Fault =
  | { readonly do: 'lose-request' | 'lose-answer' }
  | { readonly do: 'answer'; readonly status: number; readonly body: string }
  | { readonly do: 'cut-upload'; readonly afterBytes: number }

const SERVER = '01890000-0000-7000-8000-000000000001'
const EPOCHS = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b']

/** A server that keeps the protocol, behind a network that does what the test says. */
export function createFakeServer() {
  const records = new Map<string, { text: string; seq: number }>()
  const blobs = new Map<string, Buffer>()
  const damaged = new Set<string>()
  const feed: { seq: number; kind: string; id: string; feature?: unknown }[] = []
  let epoch = EPOCHS[0]!
  let signedOut = false
  let safeSeq: number | null = null
  let fault: (path: string, method: string, nth: number) => Fault | null = () => null
  let nth = 0
  const seen: string[] = []
  const mark = () => ({ server: SERVER, epoch })
  const json = (value: unknown, status = 200) =>
    new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } })

  function answer(path: string, init: RequestInit): Response {
    const method = init.method ?? 'GET'
    const url = new URL(path, 'http://phone.test')
    if (url.pathname === '/api/info')
      return json({
        jalon: 'info',
        ...mark(),
        protocols: [1],
        serverTime: '2026-05-12T08:00:00Z',
        territories:
          safeSeq === null
            ? []
            : [{ id: 'landes-chalosse', name: {}, head: safeSeq, demo: false, safeSeq }],
      })
    if (signedOut) return json({ problem: 'not-signed-in' }, 401)
    if (url.pathname === '/api/push') return push(init.body as string)
    if (url.pathname === '/api/pull') return pull(Number(url.searchParams.get('after')))
    const sha256 = url.pathname.split('/').at(-1)!
    if (method === 'HEAD') {
      const stored = blobs.get(sha256)?.length
      return stored === undefined
        ? new Response(null, { status: 404 })
        : new Response(null, { headers: { 'Upload-Offset': `${stored}` } })
    }
    return patch(sha256, init)
  }

  function push(body: string): Response {
    const { records: sent } = JSON.parse(body) as { records: unknown[] }
    return json({
      jalon: 'push',
      ...mark(),
      receivedAt: '2026-05-12T08:00:00Z',
      outcomes: sent.map(outcomeOf),
    })
  }

  function outcomeOf(raw: unknown) {
    const parsed = parseObservation(raw)
    if (!parsed.ok)
      return {
        id: (raw as { id?: string }).id ?? '',
        outcome: 'rejected',
        code: parsed.code,
      }
    const { observation } = parsed
    const named = blobsOf(observation).map(({ sha256 }) => sha256)
    const missing = named.filter((hash) => !isComplete(hash))
    if (missing.length > 0) return { id: observation.id, outcome: 'deferred', missing }
    const text = canonicalJson(observation)
    const known = records.get(observation.id)
    if (known && known.text !== text) return { id: observation.id, outcome: 'conflict' }
    if (!known) records.set(observation.id, { text, seq: records.size + 1 })
    const { seq } = records.get(observation.id)!
    return { id: observation.id, outcome: known ? 'duplicate' : 'created', seq, blobs: named }
  }

  function isComplete(sha256: string): boolean {
    const bytes = blobs.get(sha256)
    return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256
  }

  function patch(sha256: string, init: RequestInit): Response {
    const offset = Number((init.headers as Record<string, string>)['Upload-Offset'])
    const stored = blobs.get(sha256) ?? Buffer.alloc(0)
    if (offset !== stored.length) return json({ problem: 'blob-offset' }, 409)
    blobs.set(sha256, Buffer.concat([stored, Buffer.from(init.body as ArrayBuffer)]))
    return json({
      jalon: 'blob',
      ...mark(),
      sha256,
      offset: blobs.get(sha256)!.length,
      complete: isComplete(sha256),
    })
  }

  function pull(after: number): Response {
    const head = feed.at(-1)?.seq ?? 0
    if (after > head) return json({ problem: 'resync' }, 409)
    const rows = feed.filter(({ seq }) => seq > after).slice(0, 2)
    const next = rows.at(-1)?.seq ?? after
    const wanted = [...damaged].filter((sha256) => !blobs.has(sha256))
    const more = next < head
    return json({ jalon: 'pull', ...mark(), rows, next, head, more, ...(more ? {} : { wanted }) })
  }

  const server = {
    records,
    blobs,
    seen,
    isComplete,
    feed(kind: string, id: string, feature?: unknown) {
      feed.push({ seq: feed.length + 1, kind, id, feature })
    },
    /** Its disk spoiled a blob: it wants it again. */
    damage(sha256: string) {
      blobs.delete(sha256)
      damaged.add(sha256)
    },
    /** Up to this number everything is in a backup. */
    backUp: (seq: number) => void (safeSeq = seq),
    signOut: (out = true) => void (signedOut = out),
    /** Back to an old backup: what came after it is gone, and the epoch says so. */
    restore(keep: readonly string[] = [], withBlobs = false) {
      epoch = EPOCHS[1]!
      for (const id of [...records.keys()]) if (!keep.includes(id)) records.delete(id)
      if (!withBlobs) blobs.clear()
      feed.length = 0
    },
    network(next: typeof fault) {
      fault = next
      nth = 0
    },
    fetch: async (path: string, init: RequestInit): Promise<Response> => {
      nth += 1
      const method = init.method ?? 'GET'
      seen.push(`${method} ${path}`)
      const now = fault(path, method, nth)
      if (now?.do === 'lose-request') throw new TypeError('network')
      if (now?.do === 'answer') return new Response(now.body, { status: now.status })
      if (now?.do === 'cut-upload' && method === 'PATCH') {
        patch(path.split('/').at(-1)!, {
          ...init,
          body: (init.body as ArrayBuffer).slice(0, now.afterBytes),
        })
        throw new TypeError('network')
      }
      const response = answer(path, init)
      if (now?.do === 'lose-answer') throw new TypeError('network')
      return response
    },
  }
  return server
}
export type FakeServer = ReturnType<typeof createFakeServer>
