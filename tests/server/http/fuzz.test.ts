import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../../src/contract/access.ts'
import { PROBLEMS } from '../../../src/contract/problem.ts'
import en from '../../../src/locales/en/problems.json' with { type: 'json' }
import fr from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { aReport, newId, TERRITORY } from '../../support/records.ts'
import { ENGINES, serverOn } from '../../support/server-on.ts'
import type { TestServer } from '../../support/test-server.ts'

const RUNS = 40
/** Server-sent events never end; the built app is files that another test may be making anew. */
const ELSEWHERE = /^\/api\/events$|^\/app/
const WORDS: Record<'fr' | 'en', Readonly<Record<string, unknown>>> = { fr, en }

/** What people who mean no good put into an address. */
const hostileText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '.',
      '..',
      '../../etc/passwd',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..%5c..%5c',
      '%00',
      '%',
      '%ff',
    ],
    ...['__proto__', 'constructor', 'toString', 'null', 'NaN', '-1', '1e999', '9'.repeat(400)],
    ...[
      "' or 1=1 --",
      '<script>alert(1)</script>',
      '\u0000',
      '\ud800',
      '🥾'.repeat(50),
      'a'.repeat(5_000),
    ],
    ...[TERRITORY, 'elsewhere', 'a'.repeat(64), '01920000-0000-7000-8000-000000000000'],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uuid(),
)
const member = fc.oneof(
  fc.constantFrom(
    'token',
    'code',
    'device',
    'records',
    'protocol',
    'territory',
    'role',
    'type',
    'id',
  ),
  fc.constantFrom(
    'properties',
    'geometry',
    'credential',
    'response',
    'clientDataJSON',
    '__proto__',
  ),
  fc.string({ maxLength: 12 }),
)
const hostileJson = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, withCrossShrink: false },
    fc.constantFrom(null, true, 0, -1, 1e308, '', 'x'.repeat(2_000)),
    hostileText,
    fc.double(),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(member, tie('any'), { maxKeys: 6 }),
  ),
})).any
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const hostileBody = fc.oneof(
  hostileJson.map((value) => () => Buffer.from(JSON.stringify(value) ?? '')),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => () => Buffer.from(bytes)),
  fc.constantFrom(10, 33, 5_000, 200_000).map((depth) => () => Buffer.from(deep(depth))),
  fc.constantFrom(1_100_000, 3_000_000).map((size) => () => Buffer.alloc(size, 0x20)),
  // A record that is nearly right, with one member that is not.
  fc.tuple(member, hostileJson).map(([name, value]) => () => {
    const record = { ...aReport(), [name]: value }
    const envelope = { protocol: 1, device: newId(), sentAt: new Date().toISOString() }
    return Buffer.from(JSON.stringify({ ...envelope, records: [record, value] }))
  }),
)
const headerText = fc.oneof(
  fc.constantFrom(
    '-1',
    '1e3',
    '99999999999999999999',
    'gzip',
    '0',
    '10',
    'x',
    'https://evil.example',
  ),
  fc.stringMatching(/^[\x20-\x7e]{0,60}$/),
)
const headers = fc.dictionary(
  fc.constantFrom(
    ...[
      'Upload-Offset',
      'Upload-Length',
      'Content-Encoding',
      'Content-Type',
      'X-File-Name',
      'Range',
    ],
    ...['If-None-Match', 'Accept', 'Accept-Language', 'X-Forwarded-For', 'X-Forwarded-Proto'],
  ),
  headerText,
  { maxKeys: 4 },
)
const query = fc.dictionary(
  fc.constantFrom(
    'territory',
    'after',
    'limit',
    'epoch',
    'before',
    'size',
    'bbox',
    'x',
    '__proto__',
  ),
  hostileText,
  { maxKeys: 4 },
)

describe.each(ENGINES)('every address on %s, asked by people who mean no good', (engine) => {
  const open = serverOn(engine)
  let server: TestServer
  const cookies: (string | undefined)[] = [undefined]
  beforeAll(async () => {
    server = await open()
    for (const role of ROLES) cookies.push((await server.phone(role)).cookie)
  })
  afterAll(() => server.dispose())

  it('[P29] [P30] never a failure of the server: an answer, or a refusal with its sentence', async () => {
    const routes = [
      ...new Set(
        server.app.routes
          .filter(({ method, path }) => method !== 'ALL' && !ELSEWHERE.test(path))
          .map(({ method, path }) => `${method} ${path}`),
      ),
    ]
    expect(routes.length).toBeGreaterThan(30)
    const before = process.memoryUsage().rss
    let minute = Date.now()
    for (const route of routes) {
      const [method, pattern] = route.split(' ') as [string, string]
      const names = [...pattern.matchAll(/:\w+(\{[^}]*\})?|\*/g)].map(([name]) => name)
      await fc.assert(
        fc.asyncProperty(
          fc.array(hostileText, { minLength: names.length, maxLength: names.length }),
          query,
          headers,
          hostileBody,
          fc.nat({ max: cookies.length - 1 }),
          async (ids, asked, sent, body, who) => {
            // Not who asks too often, but what is asked.
            server.setNow((minute += 60_001))
            const path = names.reduce(
              (text, name, i) => text.replace(name, () => asPath(ids[i]!)),
              pattern,
            )
            const search = new URLSearchParams(asked).toString()
            // Signing out and being forgotten end what the other runs need.
            const ends = method === 'DELETE' && /session|own-data/.test(path)
            const cookie = ends ? undefined : cookies[who]
            const response = await server.request(search ? `${path}?${search}` : path, {
              method,
              headers: sent,
              ...(method === 'GET' ? {} : { body: body() }),
              ...(cookie === undefined ? {} : { cookie }),
            })
            const text = await response.text()
            const what = `${method} ${path.slice(0, 200)} ${JSON.stringify(sent)} → ${text.slice(0, 200)}`
            expect(response.status, what).toBeLessThan(500)
            if (response.status < 400 || !path.startsWith('/api/')) return
            const { problem } = JSON.parse(text) as { problem: string }
            expect(PROBLEMS, what).toHaveProperty(problem, response.status)
            for (const words of Object.values(WORDS)) expect(typeof words[problem]).toBe('string')
          },
        ),
        { numRuns: RUNS },
      )
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000)
  }, 300_000)
})

/** As it would stand in an address: some parts are encoded already, and may be so badly. */
function asPath(text: string): string {
  if (/^[\w.%-]+$/.test(text)) return text
  return encodeURIComponent(text.toWellFormed())
}
