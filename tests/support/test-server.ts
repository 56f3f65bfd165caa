import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../src/contract/access.ts'
import type { PullAnswer, PushAnswer } from '../../src/contract/protocol.ts'
import { invite } from '../../src/server/access/invitations.ts'
import { ALL_ROUTES } from '../../src/server/all-routes.ts'
import { readConfig } from '../../src/server/config.ts'
import { createApp } from '../../src/server/http/app.ts'
import type { App } from '../../src/server/http/routes.ts'
import type { Services } from '../../src/server/services/services.ts'
import type { S3Place } from '../../src/server/storage/blobs/s3-client.ts'
import { startServices, stopServices } from '../../src/server/services/start-services.ts'
import { aTerritory, newId, TERRITORY } from './records.ts'

/** The whole server without a port: real store, real files, its own folder and clock. */
export interface TestServer {
  readonly services: Services
  readonly app: App
  readonly dataDir: string
  /** Moves the server's clock. */
  setNow(nowMs: number): void
  request(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>
  /** A new device that has redeemed an invitation. */
  phone(
    role?: Role,
    more?: { territory?: string; association?: string; device?: string; cookie?: string },
  ): Promise<Phone>
  /** Stops it and opens the same folder again. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

export interface Phone {
  readonly device: string
  readonly cookie: string
  readonly territory: string
  request(path: string, init?: RequestInit): Promise<Response>
  push(records: readonly unknown[], more?: object): Promise<PushAnswer>
  pull(after?: number): Promise<PullAnswer>
  send(bytes: Uint8Array): Promise<string>
}

export async function testServer(
  options: {
    databaseUrl?: string
    territories?: readonly string[]
    s3?: S3Place
    environment?: Readonly<Record<string, string>>
    runsChecks?: boolean
  } = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jalon-server-'))
  const config = readConfig({
    JALON_DATA: dataDir,
    JALON_LOG: 'silent',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...(options.s3 ? settingsOf(options.s3) : {}),
    ...options.environment,
  })
  let clockMs: (() => number) | null = null
  const start = async () => {
    const services = await startServices(config, {
      nowMs: () => (clockMs ?? Date.now)(),
      runsChecks: options.runsChecks ?? false,
    })
    return { services, app: createApp(services, ALL_ROUTES) }
  }
  let running = await start()
  await running.services.store.transaction(async (tx) => {
    for (const id of options.territories ?? [TERRITORY]) await tx.territories.put(aTerritory(id))
  })

  const request: TestServer['request'] = async (path, { cookie, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (cookie) headers.set('Cookie', cookie)
    return running.app.request(path, { ...init, headers })
  }

  return {
    dataDir,
    get services() {
      return running.services
    },
    get app() {
      return running.app
    },
    setNow: (nowMs) => (clockMs = () => nowMs),
    request,
    async phone(role = 'tester', more = {}) {
      const { territory = TERRITORY, association, device = newId() } = more
      const invitation = await invite(running.services, { territory, role, association })
      const token = invitation.link.split('#')[1]
      const response = await request('/api/invitations/redeem', {
        method: 'POST',
        ...(more.cookie === undefined ? {} : { cookie: more.cookie }),
        body: JSON.stringify({
          token,
          device,
          pseudonym: `${role} ${device.slice(-4)}`,
          fifteenOrOlder: true,
        }),
      })
      if (!response.ok) throw new Error(`Not redeemed: ${await response.text()}`)
      const cookie = (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
      return aPhone(request, { device, cookie, territory })
    },
    async restart() {
      await stopServices(running.services)
      running = await start()
    },
    async dispose() {
      await stopServices(running.services)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function settingsOf({ endpoint, region, bucket, prefix, keyId, secret }: S3Place) {
  return {
    JALON_BLOBS: `s3://${bucket}/${prefix}`,
    JALON_S3_ENDPOINT: endpoint,
    JALON_S3_REGION: region,
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: secret,
  }
}

function aPhone(
  server: TestServer['request'],
  { device, cookie, territory }: { device: string; cookie: string; territory: string },
): Phone {
  const request: Phone['request'] = (path, init) => server(path, { ...init, cookie })
  return {
    device,
    cookie,
    territory,
    request,
    async push(records, more = {}) {
      const sentAt = new Date().toISOString()
      const body = JSON.stringify({ protocol: 1, device, sentAt, records, ...more })
      const response = await request('/api/push', { method: 'POST', body })
      if (!response.ok) throw new Error(`push: ${response.status} ${await response.text()}`)
      return (await response.json()) as PushAnswer
    },
    async pull(after = 0) {
      const response = await request(`/api/pull?territory=${territory}&after=${after}`)
      if (!response.ok) throw new Error(`pull: ${response.status} ${await response.text()}`)
      return (await response.json()) as PullAnswer
    },
    async send(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const response = await request(`/api/blobs/${sha256}`, {
        method: 'PATCH',
        headers: { 'Upload-Offset': '0', 'Upload-Length': String(bytes.length) },
        body: bytes as BodyInit,
      })
      if (!response.ok) throw new Error(`blob: ${response.status} ${await response.text()}`)
      return sha256
    },
  }
}
