import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushAnswer } from '../../../src/contract/protocol.ts'
import { aReport, aTrack, hashOf, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('hostile clients', () => {
  let server: TestServer
  let phone: Phone
  beforeAll(async () => {
    server = await testServer()
    phone = await server.phone()
  })
  afterAll(() => server.dispose())

  const post = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
    phone.request('/api/push', { method: 'POST', body: body as BodyInit, headers })
  const envelope = (records: string, more = '') =>
    `{"protocol":1,"device":"${phone.device}","sentAt":"2026-11-20T09:00:00Z"${more},"records":${records}}`
  const problemOf = async (response: Response) => [
    response.status,
    ((await response.json()) as { problem: string }).problem,
  ]
  const alive = async () => {
    const report = aReport({ device: phone.device })
    expect((await phone.push([report])).outcomes).toMatchObject([{ outcome: 'created' }])
  }

  it('[P30] a body without end is cut at the limit', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x5b))
      },
    })
    const request = new Request('http://localhost/api/push', {
      method: 'POST',
      body: endless,
      headers: { Cookie: phone.cookie },
      duplex: 'half',
    } as RequestInit)
    expect(await problemOf(await server.app.request(request))).toEqual([413, 'too-large'])
    expect(sent).toBeLessThan(2_000_000)
    await alive()
  })

  it('[P30] a body that announces a gigabyte is not even read', async () => {
    const response = await post('{}', { 'Content-Length': '1073741824' })
    expect(await problemOf(response)).toEqual([413, 'too-large'])
  })

  it('[P09] a number that no number can hold is refused aloud, not kept as nothing', async () => {
    const report = aReport({ device: phone.device })
    const withMember = (text: string) =>
      envelope(`[${JSON.stringify(report).replace('{', `{"altimètre":${text},`)}]`)
    for (const endless of ['1e400', '-1E+999', '9'.repeat(400)]) {
      const response = await post(withMember(endless))
      expect(await problemOf(response)).toEqual([400, 'invalid-request'])
    }
    const kept = await post(withMember('{"most":1.7e308,"small":1e-400,"words":"1e400"}'))
    expect(kept.status).toBe(200)
    const { store } = server.services
    const stored = await store.read((tx) => tx.observations.get(TERRITORY, report.id))
    expect(JSON.parse(stored!.json)).toMatchObject({
      altimètre: { most: 1.7e308, small: 0, words: '1e400' },
    })
  })

  it('[P30] a gzip bomb is stopped while it unfolds', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20))
    expect(bomb.length).toBeLessThan(300_000)
    expect(await problemOf(await post(bomb, { 'Content-Encoding': 'gzip' }))).toEqual([
      413,
      'too-large',
    ])
    expect(await problemOf(await post('not gzip', { 'Content-Encoding': 'gzip' }))).toEqual([
      400,
      'not-json',
    ])
    await alive()
  })

  it('[P30] JSON deeper than anything honest is refused before it is parsed', async () => {
    for (const deep of ['['.repeat(400_000), '{"a":'.repeat(100_000)]) {
      expect(await problemOf(await post(envelope(deep)))).toEqual([400, 'invalid-request'])
    }
    // Brackets inside a text are not depth.
    const report = aReport({ device: phone.device, text: '[{"\\['.repeat(500) })
    expect((await phone.push([report])).outcomes).toMatchObject([{ outcome: 'created' }])
  })

  it('[P30] what is not JSON, or not UTF-8, or not a push, has its own answer', async () => {
    for (const [body, expected] of [
      ['', [400, 'not-json']],
      ['<html>Bienvenue au portail</html>', [400, 'not-json']],
      ['{"protocol":1,', [400, 'not-json']],
      [new Uint8Array([0x22, 0xff, 0xfe, 0x22]), [400, 'not-json']],
      ['null', [426, 'protocol-too-old']],
      ['[]', [426, 'protocol-too-old']],
      ['{"protocol":0}', [426, 'protocol-too-old']],
      ['{"protocol":2}', [426, 'protocol-too-old']],
      ['{"protocol":1}', [400, 'invalid-request']],
      [envelope('{}'), [400, 'invalid-request']],
      [envelope(`[${'null,'.repeat(200)}null]`), [413, 'too-many-records']],
    ] as const) {
      expect(await problemOf(await post(body as BodyInit))).toEqual(expected)
    }
  })

  it('[P30] names that are traps in JavaScript are only names', async () => {
    const record = JSON.stringify(aReport({ device: phone.device }))
    const trap = `${record.slice(0, -1)},"__proto__":{"polluted":1},"constructor":{"x":1}}`
    const response = await post(envelope(`[${trap}]`))
    expect(pushAnswer.safeParse(await response.json()).success).toBe(true)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('[P29] a write from another site is refused, whatever its cookie', async () => {
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://localhost.evil.example:8080' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ]) {
      const response = await post(envelope('[]'), headers)
      expect(await problemOf(response)).toEqual([403, 'wrong-origin'])
    }
    for (const headers of [
      { Origin: 'http://localhost:8080' },
      { Origin: 'http://192.168.1.20:8080', Host: '192.168.1.20:8080' },
      { 'Sec-Fetch-Site': 'same-origin' },
    ]) {
      const response = await post(envelope('[]'), headers)
      expect(response.status).toBe(200)
    }
  })

  it('[P30] paths that climb reach nothing', async () => {
    for (const path of [
      '/app/../../../etc/passwd',
      '/app/..%2f..%2f..%2fetc%2fpasswd',
      '/app/%2e%2e/%2e%2e/package.json',
      '/app/assets/..%5c..%5cpackage.json',
      '/app/package.json%00.js',
      '/packs/../jalon.sqlite',
      '/packs/..%2fjalon.sqlite',
      '/catalogue/photos/..%2f..%2fjalon.sqlite',
    ]) {
      const response = await server.request(path)
      const text = await response.text()
      // Below /app/ an unknown page is the app's own shell, which will say so.
      if (!path.startsWith('/app/')) expect(response.status, path).not.toBe(200)
      expect(text).not.toMatch(/root:|"name": "jalon"|SQLite format/)
    }
  })

  it('[P30] script in names stays text, in every answer', async () => {
    const evil = '<script>alert(1)</script>'
    for (const path of [`/${evil}`, `/sentiers/${encodeURIComponent(evil)}`, `/api/${evil}`]) {
      const response = await server.request(path, { headers: { Accept: 'text/html' } })
      expect(await response.text()).not.toContain('<script>')
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(response.headers.get('Content-Security-Policy')).toContain("script-src 'self';")
    }
  })

  it('[P30] whatever the records are, the answer is typed, nothing fails, nothing is lost', async () => {
    const wild = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      fc.record({
        type: fc.constantFrom('Feature', 'FeatureCollection', 7),
        id: fc.oneof(fc.constant(newId()), fc.string(), fc.integer()),
        geometry: fc.jsonValue({ maxDepth: 4 }),
        properties: fc.jsonValue({ maxDepth: 4 }),
      }),
      almost(),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { maxLength: 12 }), async (records) => {
        const response = await post(envelope(JSON.stringify(records)))
        if (response.status === 400) return
        expect(response.status).toBe(200)
        const { outcomes } = pushAnswer.parse(await response.json())
        expect(outcomes).toHaveLength(records.length)
        const kept = await server.services.store.read((tx) =>
          tx.quarantine.list(TERRITORY, { limit: 100_000 }),
        )
        const hashes = new Set(kept.map((row) => row.hash))
        for (const [i, outcome] of outcomes.entries()) {
          if (outcome.outcome === 'rejected') {
            expect(hashes.has(hashOf(JSON.parse(JSON.stringify(records[i] ?? null))))).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
    await alive()
  })

  /** A good record with one member changed at random. */
  function almost() {
    const fixes = { sha256: hashOf('f'), bytes: 2, mediaType: 'application/json', count: 2 }
    return fc
      .record({
        base: fc.constantFrom('report', 'track'),
        name: fc.constantFrom(
          'kind',
          'schema',
          'territory',
          'device',
          'createdAt',
          'category',
          'gaps',
          'fixes',
          'trail',
        ),
        value: fc.jsonValue({ maxDepth: 3 }),
      })
      .map(({ base, name, value }) => {
        const { device } = phone
        const record = base === 'report' ? aReport({ device }) : aTrack(fixes, { device })
        return { ...record, properties: { ...record.properties, [name]: value } }
      })
  }
})
