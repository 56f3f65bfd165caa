import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrailEntity } from '../../../src/domain/catalogue/entity.ts'
import { aReport, aReportEntity, AT, newId, received, TERRITORY } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'
import { aSeededTrail, publishSeeded } from './seed-published.ts'

const DAY_MS = 86_400_000

describe('what the world may see, remembered', () => {
  let server: TestServer
  let trail: TrailEntity
  beforeAll(async () => {
    server = await testServer()
    server.setNow(Date.parse(AT))
    const seeded = aSeededTrail('premier', { attributes: { name: 'Premier' }, heritage: [{}] })
    ;({ trail } = await publishSeeded(server.services, seeded))
    await publishSeeded(server.services, aSeededTrail('second', { attributes: { name: 'Second' } }))
  })
  afterAll(() => server.dispose())

  const read = () => server.services.published()
  const put = (...entities: Parameters<Put>[1]) =>
    server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, entities))
  type Put = (
    territory: string,
    entities: readonly (TrailEntity | ReturnType<typeof aReportEntity>)[],
  ) => void
  const fileOf = async (name: string) => {
    const { ino, mtimeMs } = await stat(join(server.dataDir, 'open-data', name))
    return `${ino}:${mtimeMs}`
  }

  it('is the very same list until something in it changes', async () => {
    const before = await read()
    expect(before.territories[0]!.entries.map(({ trail: one }) => one.properties.slug)).toEqual([
      'premier',
      'second',
    ])
    // Something happens elsewhere: an observation of no trail, a trail that nobody may see.
    await server.services.store.transaction(async (tx) => {
      await tx.observations.add(TERRITORY, [received(aReport())])
      await tx.catalogue.put(TERRITORY, [aSeededTrail('secret').trail])
    })
    expect(await read()).toBe(before)
    const report = aReportEntity({ trail: trail.id, text: 'Un arbre.' })
    await put(report)
    const after = await read()
    expect(after).not.toBe(before)
    expect(after.territories[0]!.entries[0]!.reports.map(({ id }) => id)).toEqual([report.id])
    // Only what changed was read again.
    expect(after.territories[0]!.entries[1]).toBe(before.territories[0]!.entries[1])
  })

  it('follows the calendar without anything happening', async () => {
    const closure = { from: new Date(Date.parse(AT) + DAY_MS).toISOString(), reason: 'Chasse.' }
    await put({ ...trail, properties: { ...trail.properties, closure } })
    expect((await read()).territories[0]!.entries[0]!.status.id).toBe('published')
    server.setNow(Date.parse(AT) + DAY_MS)
    expect((await read()).territories[0]!.entries[0]!.status.id).toBe('closed')
    server.setNow(Date.parse(AT))
    await put(trail)
  })

  it('files of the open catalogue are made when something changes, not when somebody asks', async () => {
    const ask = async (more: Record<string, string> = {}) =>
      server.request('/catalogue/trails.geojson', { headers: more })
    const first = await (await ask()).text()
    const made = await fileOf('trails.geojson')
    for (let i = 0; i < 5; i++) expect(await (await ask()).text()).toBe(first)
    expect(await fileOf('trails.geojson')).toBe(made)
    const packed = await ask({ 'Accept-Encoding': 'gzip' })
    expect(packed.headers.get('Content-Encoding')).toBe('gzip')
    const unpacked = new DecompressionStream('gzip')
    expect(await new Response(packed.body!.pipeThrough(unpacked)).text()).toBe(first)
    const refused = await ask({ 'Accept-Encoding': 'gzip;q=0' })
    expect(refused.headers.get('Content-Encoding')).toBeNull()
    await put({
      ...trail,
      properties: { ...trail.properties, closure: { from: AT, reason: 'Chasse.' } },
    })
    expect(await (await ask()).text()).not.toBe(first)
    expect(await fileOf('trails.geojson')).not.toBe(made)
    await put(trail)
    await ask()
    const names = await readdir(join(server.dataDir, 'open-data'))
    expect(names.filter((name) => name.startsWith('trails'))).toEqual([
      'trails.geojson',
      'trails.geojson.gz',
    ])
  })

  it('[P16] a new line that is not published yet makes the published one neither younger nor tested', async () => {
    const seeded = aSeededTrail('ancien', { attributes: { name: 'Ancien' } })
    const { trail: old } = await publishSeeded(server.services, seeded)
    const frozen = (await read()).territories[0]!.entries.find(
      ({ trail: one }) => one.id === old.id,
    )!
    expect(frozen.tested).toEqual({ tests: 0 })
    const properties = { ...old.properties, version: 2, versions: 2, decision: newId() }
    await put({ ...old, properties })
    const phone = await server.phone()
    const walk = {
      ...{ type: 'Feature', id: newId(), geometry: null },
      properties: {
        ...{ schema: 1, territory: TERRITORY, device: phone.device, createdAt: AT },
        ...{ kind: 'trail-test', trail: old.id, trailVersion: 2, verdict: 'conforme', answers: {} },
      },
    }
    await phone.push([walk])
    await server.services.store.transaction((tx) =>
      tx.catalogue.put(TERRITORY, [answerTo(walk.id, old.id)]),
    )
    const now = (await read()).territories[0]!.entries.find(({ trail: one }) => one.id === old.id)!
    expect(now.trail.properties.referenceVersion).toBe(1)
    expect(now.tested).toEqual({ tests: 0 })
    expect(now.status).toEqual({ id: 'published', because: {} })
  })
})

function answerTo(observation: string, trail: string) {
  return {
    ...{ type: 'Feature' as const, id: observation, geometry: null },
    properties: {
      ...{ kind: 'answer' as const, territory: TERRITORY, decision: newId(), decidedAt: AT },
      ...{ outcome: 'accepted' as const, trail },
    },
  }
}
