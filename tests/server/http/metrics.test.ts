import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres } from '../../support/postgres.ts'
import { aReport } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const TOKEN = 'un-jeton-assez-long'

describe('figures for whoever watches over the server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ environment: { JALON_METRICS_TOKEN: TOKEN } })
  })
  afterAll(() => server.dispose())
  const ask = (authorization?: string) =>
    server.request('/metrics', authorization ? { headers: { Authorization: authorization } } : {})

  it('are for nobody without the token, and not there at all without the setting', async () => {
    expect((await ask()).status).toBe(401)
    expect((await ask('Bearer un-jeton-assez-faux')).status).toBe(401)
    const silent = await testServer()
    try {
      const headers = { Authorization: `Bearer ${TOKEN}` }
      expect((await silent.request('/metrics', { headers })).status).toBe(404)
    } finally {
      await silent.dispose()
    }
  })

  it('count records by outcome, bytes, requests by pattern; and name nobody', async () => {
    const phone = await server.phone()
    const report = aReport({ device: phone.device })
    await phone.push([report, { not: 'a record' }])
    await phone.push([report])
    const sha256 = await phone.send(Buffer.from('{"format":"jalon-fixes"}'))
    const response = await ask(`Bearer ${TOKEN}`)
    expect(response.headers.get('Content-Type')).toContain('text/plain')
    const text = await response.text()
    for (const line of [
      'jalon_push_records_total{outcome="created"} 1',
      'jalon_push_records_total{outcome="duplicate"} 1',
      'jalon_push_records_total{outcome="rejected"} 1',
      'jalon_blob_received_bytes_total 24',
      'jalon_records_quarantined 1',
      'jalon_event_listeners 0',
      'jalon_checks_waiting 0',
      'jalon_request_seconds_count{method="POST",route="/api/push",status="2xx"} 2',
      'route="/api/blobs/:sha256"',
    ]) {
      expect(text).toContain(line)
    }
    for (const secret of [phone.device, sha256, report.id, phone.territory]) {
      expect(text).not.toContain(secret)
    }
  })

  it('say that the database fails; and readiness says so as well', async () => {
    const postgres = await startPostgres()
    const databaseUrl = await postgres.database()
    const shaky = await testServer({ databaseUrl, environment: { JALON_METRICS_TOKEN: TOKEN } })
    const health = async () => (await shaky.request('/healthz')).status
    try {
      expect(await health()).toBe(200)
      await postgres.stop()
      expect(await health()).toBe(503)
      const now = { listeners: 0, checksWaiting: 0, recordsWaiting: 0 }
      const text = await shaky.services.metrics.text({
        ...{ ...now, quarantined: 0, blobs: 0, blobBytes: 0 },
      })
      expect(text).toMatch(/jalon_database_errors_total\{code="\w+"\} [1-9]/)
    } finally {
      await shaky.dispose()
    }
  })
})
