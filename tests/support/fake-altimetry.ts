import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stand-in is asked, as it came. */
export interface AltimetryRequest {
  readonly lon: string
  readonly lat: string
  readonly resource: string
  readonly delimiter: string
  readonly zonly: string
  readonly atMs: number
}

export interface FakeAltimetry {
  readonly url: string
  readonly requests: AltimetryRequest[]
  /** Statuses of the next answers, in order; then 200. */
  readonly refusals: { status: number; retryAfter?: string }[]
  stop(): Promise<void>
}

/** A stand-in for IGN's altimetry service, on this machine: the shape of its answers, ground of our own. */
export async function fakeAltimetry(
  groundM: (lon: number, lat: number) => number | null,
): Promise<FakeAltimetry> {
  const requests: AltimetryRequest[] = []
  const refusals: { status: number; retryAfter?: string }[] = []
  const server: Server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece: Buffer) => (text += piece.toString('utf8')))
    request.on('end', () => {
      const asked = JSON.parse(text) as Omit<AltimetryRequest, 'atMs'>
      requests.push({ ...asked, atMs: performance.now() })
      const refusal = refusals.shift()
      if (refusal) {
        const headers = refusal.retryAfter ? { 'retry-after': refusal.retryAfter } : {}
        response.writeHead(refusal.status, headers).end('no')
        return
      }
      const lats = asked.lat.split('|')
      const elevations = asked.lon.split('|').map((lon, i) => {
        const z = groundM(Number(lon), Number(lats[i]))
        return z === null ? -99_999 : Math.round(z * 100) / 100
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ elevations }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/elevation.json`,
    requests,
    refusals,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
