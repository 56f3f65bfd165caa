import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/domain/observation/canonical.ts'
import { finishErasures } from '../../../src/server/privacy/erasure.ts'
import { invite } from '../../../src/server/access/invitations.ts'
import { eraseOwnData } from '../../../src/server/privacy/own-data.ts'
import type { Session } from '../../../src/server/access/session.ts'
import { startRetention } from '../../../src/server/privacy/retention.ts'
import type { Services } from '../../../src/server/services/services.ts'
import type { StoreTransaction } from '../../../src/server/storage/store.ts'
import { rebuildCatalogue } from '../../../src/server/storage/rebuild-catalogue.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, newId, TERRITORY } from '../../support/records.ts'
import { ENGINES, serverOn } from '../../support/server-on.ts'
import type { TestServer } from '../../support/test-server.ts'
import {
  erasureStory,
  everything,
  OTHERS_WORDS,
  take,
  WORDS,
  type ErasureStory,
} from './erasure-story.ts'

/** A process that dies after so many steps: nothing it does afterwards reaches the store or the disk. */
function dyingAfter(services: Services, steps: number): { dying: Services; taken: () => number } {
  let taken = 0
  const live = <A extends unknown[], R>(work: (...args: A) => R) => {
    return (...args: A): R => {
      if (++taken > steps) throw new Error('Killed.')
      return work(...args)
    }
  }
  const { store, blobs, photos } = services
  const dying = {
    ...services,
    store: {
      engine: store.engine,
      read: store.read.bind(store),
      transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
        return live(() => store.transaction(work))()
      },
      ask: store.ask.bind(store),
      dump: store.dump.bind(store),
      load: store.load.bind(store),
      close: store.close.bind(store),
    },
    photos: { ...photos, forget: live(photos.forget) },
    blobs: { ...blobs, remove: live(blobs.remove) },
  }
  return { dying, taken: () => taken }
}

describe.each(ENGINES)('erasure on %s', (engine) => {
  const open = serverOn(engine)
  let server: TestServer
  afterEach(() => server.dispose())

  const begin = async () => {
    server = await open()
    return erasureStory(server)
  }
  const sessionOf = ({ account, phone }: ErasureStory): Session => ({
    ...{ account, device: phone.device, territory: TERRITORY },
    ...{ role: 'tester', pseudonym: '', revoked: false, stale: false },
  })
  const files = async () => {
    const all = await readdir(join(server.dataDir, 'blobs'), { recursive: true })
    const named = all.filter((name) => /[0-9a-f]{64}/.test(name))
    return new Set(named.map((name) => /[0-9a-f]{64}/.exec(name)![0]))
  }
  /** What must be true when all is done, however often it was interrupted. */
  const expectForgotten = async ({ photos, entity, reported, point }: ErasureStory) => {
    const text = await everything(server)
    for (const word of Object.values(WORDS)) expect(text).not.toContain(word)
    expect(await files()).toEqual(new Set([photos.theirs, photos.shared]))
    const { store } = server.services
    const things = await store.read((tx) =>
      tx.catalogue.getMany(TERRITORY, 'heritage-point', [entity]),
    )
    expect(things[0]!.properties).toMatchObject({ name: 'Lavoir de la Gouaugue' })
    expect(things[0]!.properties.photos).toEqual([
      { sha256: photos.theirs },
      { sha256: photos.shared },
    ])
    expect(
      await store.read((tx) => tx.catalogue.get(TERRITORY, 'trail-report', reported)),
    ).toBeDefined()
    const kept = await store.read((tx) => tx.observations.get(TERRITORY, point.id))
    expect(kept!.observation.properties).toMatchObject({
      redacted: ['other', 'photos', 'text', 'voice'],
    })
    const rebuilt = await rebuildCatalogue(store, TERRITORY)
    expect(rebuilt.different).toEqual([])
    expect(await store.read((tx) => tx.erasures.open(TERRITORY, '9'))).toEqual([])
  }

  it('[P26] takes words, photos, fixes, what was kept aside and what waited; facts stay', async () => {
    const story = await begin()
    const before = await everything(server)
    for (const word of Object.values(WORDS).filter((one) => one !== WORDS.alt)) {
      expect(before).toContain(word)
    }
    expect(await files()).toEqual(
      new Set([...Object.values(story.photos), story.fixes, story.voice]),
    )
    expect((await story.phone.request('/api/own-data', { method: 'DELETE' })).status).toBe(204)
    await expectForgotten(story)
    // What somebody else said of the same place is theirs.
    expect(await everything(server)).toContain(OTHERS_WORDS)
  })

  it('[P26] killed at any step and started again, it ends in the same place', async () => {
    let [killedAfter, isWhole] = [0, false]
    for (; !isWhole; killedAfter++) {
      const story = await begin()
      const { dying, taken } = dyingAfter(server.services, killedAfter)
      await eraseOwnData(dying, sessionOf(story)).catch(() => undefined)
      isWhole = taken() <= killedAfter
      const isNoted = killedAfter > 0
      await server.restart()
      const { stop } = startRetention(server.services)
      await stop()
      if (isNoted) await expectForgotten(story)
      else expect(await everything(server)).toContain(WORDS.onPoint)
      if (!isWhole) await server.dispose()
    }
    expect(killedAfter).toBeGreaterThan(10)
  }, 120_000)

  it('[P26] what is on its way meanwhile is found or refused: nothing of it stays', async () => {
    await begin()
    for (let round = 0; round < 5; round++) {
      const phone = await server.phone()
      const { bytes, reference } = await aPhoto(500 + round)
      const point = (more = {}) =>
        aHeritagePoint({ device: phone.device, text: 'Derrière chez moi.', ...more })
      const push = (more = {}) => phone.push([point(more)]).catch((error: unknown) => String(error))
      const waits = push({ photos: [reference] })
      const before = Array.from({ length: 7 }, () => push())
      const photo = phone.send(bytes).catch((error: unknown) => String(error))
      const erased = phone.request('/api/own-data', { method: 'DELETE' })
      const after = Array.from({ length: 7 }, () => push())
      expect((await erased).status).toBe(204)
      for (const outcome of await Promise.all([waits, ...before, ...after, photo])) {
        if (typeof outcome === 'string') expect(outcome).toMatch(/ 401 |^[0-9a-f]{64}$/)
      }
      expect(await everything(server)).not.toContain('Derrière chez moi.')
    }
  })

  it('[P26] the mark of those who are forgotten is nobody’s name', async () => {
    await begin()
    const { code } = await invite(server.services, { territory: TERRITORY, role: 'tester' })
    const response = await server.request('/api/invitations/redeem', {
      method: 'POST',
      body: JSON.stringify({ code, device: newId(), pseudonym: '–', fifteenOrOlder: true }),
    })
    expect([response.status, await response.json()]).toEqual([
      400,
      { problem: 'invalid-request', field: 'pseudonym' },
    ])
  })

  it('[P07] the same records, sent again, are duplicates, and bring nothing back', async () => {
    const story = await begin()
    const { phone, point, report, track, photos } = story
    await phone.request('/api/own-data', { method: 'DELETE' })
    const again = await server.phone('tester', { device: phone.device })
    const { outcomes } = await again.push([point, report, track])
    expect(outcomes.map((one) => one.outcome)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    const sent = await again.request(`/api/blobs/${photos.mine}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': '0', 'Upload-Length': '3' },
      body: 'abc',
    })
    expect(await sent.json()).toMatchObject({ complete: true })
    await expectForgotten(story)
  })

  it('[P28] frozen versions keep line and facts, and say what was taken out of them', async () => {
    const story = await begin()
    const read = async () => {
      const path = '/catalogue/trails/boucle-d-essai/v1.geojson'
      const text = await (await server.request(path)).text()
      return JSON.parse(text) as {
        redacted?: object[]
        features: { id: string; geometry: object; properties: Record<string, unknown> }[]
      }
    }
    const before = await read()
    expect(JSON.stringify(before)).toContain(WORDS.onPoint)
    await story.phone.request('/api/own-data', { method: 'DELETE' })
    const after = await read()
    const on = new Date(server.services.nowMs()).toISOString().slice(0, 10)
    expect(after.redacted).toEqual([{ id: story.entity, members: ['photos', 'text'], on }])
    expect(after.features[0]).toEqual(before.features[0])
    const [point] = after.features.slice(1)
    const { text, photos, ...facts } = before.features[1]!.properties
    expect(text).toBe(WORDS.onPoint)
    expect(photos).toHaveLength(3)
    expect(point!.properties).toMatchObject({ ...facts, redacted: ['photos', 'text'] })
    expect(point!.properties['text']).toBeUndefined()
    expect(point!.properties['photos']).toHaveLength(2)
    expect(point!.geometry).toEqual(before.features[1]!.geometry)
    const page = await (await server.request('/sentiers/boucle-d-essai')).text()
    expect(page).not.toContain(WORDS.onPoint)
    expect((await server.request(`/catalogue/photos/${story.photos.mine}.jpg`)).status).toBe(404)
  })

  it('a photo that two people sent goes with the last of them', async () => {
    const story = await begin()
    await story.phone.request('/api/own-data', { method: 'DELETE' })
    expect((await files()).has(story.photos.shared)).toBe(true)
    await story.other.request('/api/own-data', { method: 'DELETE' })
    expect(await files()).toEqual(new Set())
    expect(await everything(server)).not.toContain(OTHERS_WORDS)
    expect((await rebuildCatalogue(server.services.store, TERRITORY)).different).toEqual([])
  })

  it('[P28] what the law takes out of the catalogue goes from every version, with a mark', async () => {
    const story = await begin()
    const { entity, merged, office, photos } = story
    await take(server, office, {
      properties: {
        ...{ action: 'delete', target: entity, basedOn: merged },
        ...{ reason: 'À la demande du propriétaire.', redact: true },
      },
    })
    const response = await server.request('/catalogue/trails/boucle-d-essai/v1.geojson')
    const file = (await response.json()) as { redacted: object[]; features: { id: string }[] }
    expect(file.redacted).toMatchObject([{ id: entity, members: ['point'] }])
    expect(file.features.map(({ id }) => id)).toEqual([story.trail])
    const text = await everything(server)
    for (const gone of [WORDS.onPoint, OTHERS_WORDS]) expect(text).not.toContain(gone)
    expect((await files()).has(photos.shared)).toBe(false)
    expect((await rebuildCatalogue(server.services.store, TERRITORY)).different).toEqual([])
    // Done again, as after a stop: the same bytes.
    await finishErasures(server.services)
    const again = await server.request('/catalogue/trails/boucle-d-essai/v1.geojson')
    expect(canonicalJson(await again.json())).toBe(canonicalJson(file))
  })
})
