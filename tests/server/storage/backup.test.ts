import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup, writeBackup } from '../../../src/server/storage/backup.ts'
import type { DumpRow, Store } from '../../../src/server/storage/store.ts'
import { aPhoto } from '../../support/photos.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import { aHeritageEntity, aHeritagePoint, AT, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('backup and restore', () => {
  let folder: string
  const servers: TestServer[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-backup-'))
  })
  afterAll(async () => {
    for (const server of servers) await server.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  const start = async (engine: 'sqlite' | 'postgres', territories?: string[]) => {
    const more = territories ? { territories } : {}
    const server = await testServer(
      engine === 'postgres' ? { databaseUrl: await freshDatabase(), ...more } : more,
    )
    servers.push(server)
    return server
  }
  const fill = async (server: TestServer) => {
    const phone = await server.phone()
    const { bytes, reference } = await aPhoto(5)
    await phone.send(bytes)
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    await phone.push([point, { not: 'a record' }])
    await server.services.store.transaction((tx) =>
      tx.catalogue.put(TERRITORY, [aHeritageEntity()]),
    )
    return { phone, point, reference }
  }

  it.each([
    ['sqlite', 'sqlite'],
    ['sqlite', 'postgres'],
    ['postgres', 'sqlite'],
  ] as const)(
    '[P27] from %s to %s: every row and every blob, and a new epoch',
    async (from, to) => {
      const source = await start(from)
      const { phone, point, reference } = await fill(source)
      const dir = join(folder, `${from}-${to}`)
      const manifest = await writeBackup(source.services, dir, AT)
      expect(manifest.blobs).toBe(1)

      const target = await start(to, [])
      await readBackup(target.services, dir, newId)
      await target.restart()
      expect(target.services.identity.server).toBe(source.services.identity.server)
      expect(target.services.identity.epoch).not.toBe(source.services.identity.epoch)
      expect(await rowsOf(target.services.store)).toEqual(await rowsOf(source.services.store))
      const bytes = await target.services.blobs.read(TERRITORY, reference.sha256)
      expect(bytes).toEqual(await source.services.blobs.read(TERRITORY, reference.sha256))
      const again = await pushAs(target, phone, [point])
      expect(again.outcomes).toMatchObject([{ outcome: 'duplicate' }])
    },
  )

  it('[S17] [P27] what came after the backup is offered again, and nothing is lost or doubled', async () => {
    const source = await start('sqlite')
    const phone = await source.phone()
    const before = aHeritagePoint({ device: phone.device })
    await phone.push([before])
    const dir = join(folder, 'later')
    await writeBackup(source.services, dir, AT)
    const after = aHeritagePoint({ device: phone.device })
    await phone.push([after])

    const info = (await (await source.request('/api/info')).json()) as {
      territories: { safeSeq: number }[]
    }
    expect(info.territories[0]!.safeSeq).toBe(1)
    const target = await start('sqlite', [])
    await readBackup(target.services, dir, newId)
    await target.restart()
    const outcomes = (await pushAs(target, phone, [before, after])).outcomes
    expect(outcomes.map((one) => one.outcome)).toEqual(['duplicate', 'created'])
  })

  it('[P27] no phone forgets a photo that is spoiled on the server and in no backup', async () => {
    const source = await start('sqlite')
    const { phone } = await fill(source)
    const { bytes, reference } = await aPhoto(6)
    const sha256 = await phone.send(bytes)
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    const { outcomes } = await phone.push([point])
    const [seq = NaN] = outcomes.map((outcome) => ('seq' in outcome ? Number(outcome.seq) : NaN))
    await phone.push([aHeritagePoint({ device: phone.device })])
    const file = join(source.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256)
    await writeFile(file, Buffer.alloc(bytes.length))
    const manifest = await writeBackup(source.services, join(folder, 'spoiled'), AT)
    expect(manifest).toMatchObject({ blobs: 1, missingBlobs: 1 })
    const info = (await (await source.request('/api/info')).json()) as {
      territories: { safeSeq: number }[]
    }
    expect(info.territories[0]!.safeSeq).toBe(seq - 1)
  })

  it('an invitation that was not used before the backup is not valid after it', async () => {
    const source = await start('sqlite')
    const dir = join(folder, 'invitations')
    const { invite } = await import('../../../src/server/access/invitations.ts')
    const { code } = await invite(source.services, { territory: TERRITORY, role: 'staff' })
    await writeBackup(source.services, dir, AT)
    const target = await start('sqlite', [])
    await readBackup(target.services, dir, newId)
    const body = JSON.stringify({ code, device: newId(), pseudonym: 'X', fifteenOrOlder: true })
    const response = await target.request('/api/invitations/redeem', { method: 'POST', body })
    expect(await response.json()).toEqual({ problem: 'invitation-unknown' })
  })

  it('refuses what is not a backup, a damaged one, and a store that has something', async () => {
    const source = await start('sqlite')
    await fill(source)
    const dir = join(folder, 'damaged')
    await expect(readBackup(source.services, dir, newId)).rejects.toThrow('not-a-backup')
    await writeBackup(source.services, dir, AT)
    await expect(readBackup(source.services, dir, newId)).rejects.toThrow('store-not-empty')
    const file = await rowsFile(dir)
    const rows = await readFile(file)
    await writeFile(file, rows.subarray(0, rows.length - 20))
    const target = await start('sqlite', [])
    await expect(readBackup(target.services, dir, newId)).rejects.toThrow('damaged-backup')
    expect(await target.services.store.read((tx) => tx.territories.list())).toEqual([])
  })
})

async function rowsFile(dir: string): Promise<string> {
  return join(
    dir,
    (await readdir(dir)).find((name) => name.startsWith('rows-'))!,
  )
}

/** Every row but those that a restore must change. */
async function rowsOf(store: Store): Promise<DumpRow[]> {
  const rows: DumpRow[] = []
  await store.dump((row) => {
    const isMeta = row.table === 'meta'
    if (!isMeta && row.table !== 'sessions') rows.push(row)
    return Promise.resolve()
  })
  return rows
}

/** The same phone, cookie and all, talking to the restored server. */
async function pushAs(server: TestServer, phone: Phone, records: readonly unknown[]) {
  const body = { protocol: 1, device: phone.device, sentAt: AT, records }
  const response = await server.request('/api/push', {
    method: 'POST',
    cookie: phone.cookie,
    body: JSON.stringify(body),
  })
  return (await response.json()) as Awaited<ReturnType<Phone['push']>>
}
