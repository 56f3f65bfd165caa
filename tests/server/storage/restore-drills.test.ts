import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup, writeBackup } from '../../../src/server/storage/backup.ts'
import { CannotWriteBackup } from '../../../src/server/storage/backup-rows.ts'
import type { Blobs } from '../../../src/server/storage/blobs/blobs.ts'
import { rebuildCatalogue } from '../../../src/server/storage/rebuild-catalogue.ts'
import { verifyBlobs } from '../../../src/server/storage/verify-blobs.ts'
import { sendDecision } from '../../support/desk-hands.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aPhoto } from '../../support/photos.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import { aHeritagePoint, AT, newId, TERRITORY } from '../../support/records.ts'
import { startS3, type RunningS3 } from '../../support/s3.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

/** Where rows lie, and where blobs do. */
type Place = 'sqlite' | 'postgres' | 'sqlite with s3'
const LINE = [
  [-0.61, 43.68],
  [-0.6, 43.684],
  [-0.59, 43.69],
]

/** What an office does when it has lost its machine, or thinks that it has. */
describe('drills', () => {
  let s3: RunningS3
  let folder: string
  const servers: TestServer[] = []
  beforeAll(async () => {
    s3 = await startS3()
    folder = await mkdtemp(join(tmpdir(), 'jalon-drills-'))
  })
  afterAll(async () => {
    for (const server of servers) await server.dispose()
    await s3?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const start = async (place: Place, territories = [TERRITORY]) => {
    const server = await testServer({
      territories,
      ...(place === 'postgres' ? { databaseUrl: await freshDatabase() } : {}),
      ...(place === 'sqlite with s3' ? { s3: s3.bucket() } : {}),
    })
    servers.push(server)
    return server
  }
  let seed = 0
  const pushOne = async (phone: Phone) => {
    const { bytes, reference } = await aPhoto(++seed)
    await phone.send(bytes)
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    await phone.push([point])
    return { point, bytes }
  }
  /** Rows that say the same on a server that was not stopped and on its restored copy. */
  const isWhole = async (server: TestServer, records: readonly { id: string }[]) => {
    const { store } = server.services
    const known = await store.read((tx) => tx.observations.query(TERRITORY, {}))
    const ids = known.map(({ observation }) => observation.id)
    expect(ids.toSorted()).toEqual(records.map(({ id }) => id).toSorted())
    expect((await rebuildCatalogue(store, TERRITORY)).different).toEqual([])
    expect(await verifyBlobs(server.services, TERRITORY)).toMatchObject({
      missing: [],
      damaged: [],
    })
  }

  it.each([
    ['sqlite', 'sqlite'],
    ['sqlite', 'postgres'],
    ['postgres', 'postgres'],
    ['postgres', 'sqlite'],
    ['sqlite with s3', 'sqlite'],
    ['sqlite', 'sqlite with s3'],
  ] as const)(
    '[P27] [S17] from %s to %s, made while phones push and staff decide: nothing is lost or doubled',
    async (from, to) => {
      const source = await start(from)
      const phones = await Promise.all(Array.from({ length: 4 }, () => source.phone()))
      const staff = await source.phone('staff')
      const dir = join(folder, `${from} ${to}`)
      const sent: Awaited<ReturnType<typeof pushOne>>[][] = await Promise.all([
        ...phones.map(async (phone) => {
          const mine = []
          for (let i = 0; i < 12; i++) mine.push(await pushOne(phone))
          return mine
        }),
        (async () => {
          for (let i = 0; i < 12; i++) {
            const trail = aNewTrail(LINE, `sentier-${i}`)
            await sendDecision(staff, trail)
          }
          return []
        })(),
        (async () => {
          for (let i = 0; i < 3; i++) await writeBackup(source.services, dir, AT)
          return []
        })(),
      ])
      const target = await start(to, [])
      const { missingBlobs } = await readBackup(target.services, dir, newId)
      expect(missingBlobs).toBe(0)
      await target.restart()
      const before = await target.services.store.read((tx) => tx.observations.query(TERRITORY, {}))
      // In the middle of it: a drill that saved all or nothing would prove nothing.
      await isWhole(
        target,
        before.map(({ observation }) => observation),
      )

      // Receipts younger than the backup: the epoch is another one, so each phone offers everything again.
      const everything = sent.flat()
      for (const [i, phone] of phones.entries()) {
        const records = sent[i]!.map(({ point }) => point)
        const waiting = await offer(target, phone, records)
        expect(waiting.filter(({ outcome }) => outcome === 'duplicate').length).toBe(
          records.filter(({ id }) => before.some(({ observation }) => observation.id === id))
            .length,
        )
        for (const { bytes } of sent[i]!) await send(target, phone, bytes)
        const again = await offer(target, phone, records)
        expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['duplicate']))
      }
      await isWhole(
        target,
        everything.map(({ point }) => point),
      )
      await isWhole(
        source,
        everything.map(({ point }) => point),
      )
    },
    120_000,
  )

  it('[P27] decisions, an undo and a publication come back as they were, and fold to the same', async () => {
    const source = await start('postgres')
    const staff = await source.phone('staff')
    const [kept, gone] = [aNewTrail(LINE, 'gardee'), aNewTrail(LINE, 'defaite')]
    for (const one of [kept, gone]) await sendDecision(staff, one)
    const undo = aDecision('undo', gone.properties.target, { undoes: gone.id })
    await sendDecision(staff, undo)
    const dir = join(folder, 'decisions')
    await writeBackup(source.services, dir, AT)
    const target = await start('sqlite', [])
    await readBackup(target.services, dir, newId)
    const list = (server: TestServer) =>
      server.services.store.read((tx) => tx.catalogue.list(TERRITORY, 'trail'))
    expect(await list(target)).toEqual(await list(source))
    expect(await list(target)).toHaveLength(2)
    expect((await rebuildCatalogue(target.services.store, TERRITORY)).different).toEqual([])
    expect(await list(target)).toEqual(await list(source))
  })

  it('a full disk ends a backup in one error; the backup that was there before is still good', async () => {
    const source = await start('sqlite')
    const phone = await source.phone()
    const first = await pushOne(phone)
    const dir = join(folder, 'full')
    await writeBackup(source.services, dir, AT)
    const before = (await readdir(dir)).toSorted()
    const late = await pushOne(phone)
    // Whatever is written to this device, it is full.
    await symlink('/dev/full', join(dir, 'rows.ndjson.gz.part'))
    const failed = writeBackup(source.services, dir, AT)
    await expect(failed).rejects.toThrow(CannotWriteBackup)
    await expect(failed).rejects.toThrow(/ENOSPC/)
    expect((await readdir(dir)).toSorted()).toEqual(before)
    const target = await start('sqlite', [])
    await readBackup(target.services, dir, newId)
    await target.restart()
    await isWhole(target, [first.point])
    // The server that could not be backed up goes on, and does not tell phones to forget more.
    await isWhole(source, [first.point, late.point])
    const info = (await (await source.request('/api/info')).json()) as {
      territories: { safeSeq: number }[]
    }
    expect(info.territories[0]!.safeSeq).toBe(1)
  })

  it('a backup that stopped at any step is never taken for one', async () => {
    const source = await start('sqlite')
    const phone = await source.phone()
    await pushOne(phone)
    const target = await start('sqlite', [])
    const stopped: Blobs = {
      ...source.services.blobs,
      withFile: () => Promise.reject(new Error('killed')),
    }
    const dir = join(folder, 'stopped')
    await expect(writeBackup({ ...source.services, blobs: stopped }, dir, AT)).rejects.toThrow(
      'killed',
    )
    await expect(readBackup(target.services, dir, newId)).rejects.toThrow('not-a-backup')
    await writeFile(join(dir, 'jalon-backup.json.part'), '{"format":"jalon-backup","version":1}')
    await expect(readBackup(target.services, dir, newId)).rejects.toThrow('not-a-backup')
    await writeFile(join(dir, 'jalon-backup.json'), '{"format":"jalon-backup","ver')
    await expect(readBackup(target.services, dir, newId)).rejects.toThrow('not-a-backup')
    // A second backup into the same folder, stopped before its end: the first one is what is there.
    await writeBackup(source.services, dir, AT)
    const manifest = await readFile(join(dir, 'jalon-backup.json'), 'utf8')
    await pushOne(phone)
    await expect(writeBackup({ ...source.services, blobs: stopped }, dir, AT)).rejects.toThrow(
      'killed',
    )
    expect(await readFile(join(dir, 'jalon-backup.json'), 'utf8')).toBe(manifest)
    expect((await readBackup(target.services, dir, newId)).missingBlobs).toBe(0)
    // The rows are gone: a sentence, not a raw error.
    for (const name of await readdir(dir)) {
      if (name.startsWith('rows-')) await rm(join(dir, name))
    }
    const another = await start('sqlite', [])
    await expect(readBackup(another.services, dir, newId)).rejects.toThrow('damaged-backup')
  })

  it('a folder that cannot be written to is told from data that cannot be read', async () => {
    const source = await start('sqlite')
    await pushOne(await source.phone())
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    await expect(writeBackup(source.services, join(file, 'x'), AT)).rejects.toThrow(
      CannotWriteBackup,
    )
    const dir = join(folder, 'no-room-for-blobs')
    await mkdir(join(dir, 'blobs'), { recursive: true })
    await writeFile(join(dir, 'blobs', TERRITORY), 'in the place of a folder')
    await expect(writeBackup(source.services, dir, AT)).rejects.toThrow(CannotWriteBackup)
  })

  it('a restore that was cut short has filled nothing, and begins again in the same place', async () => {
    const source = await start('sqlite')
    const { point } = await pushOne(await source.phone())
    const dir = join(folder, 'twice')
    await writeBackup(source.services, dir, AT)
    const target = await start('sqlite', [])
    const full: Blobs = {
      ...target.services.blobs,
      putFile: () => Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' })),
    }
    const cut = readBackup({ ...target.services, blobs: full }, dir, newId)
    await expect(cut).rejects.toThrow('no room')
    await readBackup(target.services, dir, newId)
    await target.restart()
    await isWhole(target, [point])
  })
})

/** The same phone, cookie and all, talking to the restored server. */
async function offer(server: TestServer, phone: Phone, records: readonly unknown[]) {
  const body = JSON.stringify({ protocol: 1, device: phone.device, sentAt: AT, records })
  const response = await server.request('/api/push', { method: 'POST', cookie: phone.cookie, body })
  return ((await response.json()) as Awaited<ReturnType<Phone['push']>>).outcomes
}

async function send(server: TestServer, phone: Phone, bytes: Uint8Array): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const response = await server.request(`/api/blobs/${sha256}`, {
    method: 'PATCH',
    cookie: phone.cookie,
    headers: { 'Upload-Offset': '0', 'Upload-Length': String(bytes.length) },
    body: bytes as BodyInit,
  })
  expect(response.ok).toBe(true)
}
