import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogueEntity } from '../../../src/domain/catalogue/entity.ts'
import { infoAnswer, pullAnswer } from '../../../src/contract/protocol.ts'
import {
  aHeritageEntity,
  aHeritagePoint,
  anAnswer,
  aTrail,
  newId,
  TERRITORY,
} from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('pull', () => {
  let server: TestServer
  let phone: Phone
  beforeAll(async () => {
    server = await testServer({ territories: [TERRITORY, 'ailleurs'] })
    phone = await server.phone()
  })
  afterAll(() => server.dispose())
  const put = (...entities: CatalogueEntity[]) =>
    server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, entities))
  const everything = async (who: Phone, after = 0, limit = 500) => {
    const rows = []
    for (let from = after; ;) {
      const response = await who.request(
        `/api/pull?territory=${TERRITORY}&after=${from}&limit=${limit}`,
      )
      const page = pullAnswer.parse(await response.json())
      rows.push(...page.rows)
      from = page.next
      if (!page.more) return { rows, next: page.next, head: page.head }
    }
  }

  it('[S1] info names the server, its epoch, what it speaks, and the head of each territory', async () => {
    const response = await server.request('/api/info')
    const info = infoAnswer.parse(await response.json())
    expect(info).toMatchObject({ ...server.services.identity, protocols: [1] })
    expect(info.territories.map((one) => one.id)).toEqual(['ailleurs', TERRITORY])
  })

  it('[S13] by pages or at once, a pull gives the newest state of each thing, in feed order', async () => {
    const trails = Array.from({ length: 12 }, (_, i) => aTrail({ slug: `boucle-${i}` }))
    await put(...trails)
    const first = trails[0]!
    await put({ ...first, properties: { ...first.properties, version: 2 } })
    const concurrencyLimit = await everything(phone)
    expect(concurrencyLimit.rows.map((row) => row.id)).toEqual(
      [...trails.slice(1), first].map((t) => t.id),
    )
    expect(concurrencyLimit.rows.at(-1)?.feature).toMatchObject({ properties: { version: 2 } })
    for (const limit of [1, 3, 12]) {
      expect((await everything(phone, 0, limit)).rows).toEqual(concurrencyLimit.rows)
    }
    expect(concurrencyLimit.next).toBe(concurrencyLimit.head)
    expect((await everything(phone, concurrencyLimit.next)).rows).toEqual([])
  })

  it('[S13] what changes during a pull by pages comes at its end, nothing is skipped', async () => {
    const seen: string[] = []
    let from = 0
    for (let page = 0; ; page++) {
      const response = await phone.request(`/api/pull?territory=${TERRITORY}&after=${from}&limit=4`)
      const answer = pullAnswer.parse(await response.json())
      seen.push(...answer.rows.map((row) => row.id))
      from = answer.next
      if (page < 2) await put(aTrail({ slug: `pendant-${page}` }))
      else if (!answer.more) break
    }
    const all = (await everything(phone)).rows.map((row) => row.id)
    expect(new Set(seen)).toEqual(new Set(all))
  })

  it('[S14] [P12] what was deleted arrives as a withdrawal, without its content', async () => {
    const point = aHeritageEntity({ name: 'Four disparu' })
    await put(point)
    const { next } = await everything(phone)
    const deleted = { at: '2026-11-20T10:00:00.000Z', reason: 'démoli' }
    await put({ ...point, properties: { ...point.properties, deleted } })
    const { rows } = await everything(phone, next)
    expect(rows).toEqual([{ seq: next + 1, kind: 'withdrawal', id: point.id }])
  })

  it('[S14] a tester reads the answers to own observations; the office reads all', async () => {
    const other = await server.phone()
    const staff = await server.phone('staff')
    const mine = aHeritagePoint({ device: phone.device })
    const theirs = aHeritagePoint({ device: other.device })
    await phone.push([mine])
    await other.push([theirs])
    await put(anAnswer(mine), anAnswer(theirs))
    const answersOf = async (who: Phone) =>
      (await everything(who)).rows.filter((row) => row.kind === 'answer').map((row) => row.id)
    expect(await answersOf(phone)).toEqual([mine.id])
    expect(await answersOf(other)).toEqual([theirs.id])
    expect((await answersOf(staff)).sort()).toEqual([mine.id, theirs.id].sort())
  })

  it('[S14] a pull never carries another person’s observation', async () => {
    const { rows } = await everything(phone)
    const kinds = new Set(rows.map((row) => row.kind))
    expect([...kinds].sort()).toEqual(['answer', 'trail', 'withdrawal'])
    expect(JSON.stringify(rows)).not.toContain(phone.device)
  })

  it('[S15] a cursor from the future or from another life of the server: resync', async () => {
    const { head } = await everything(phone)
    for (const query of [`after=${head + 1}`, `after=0&epoch=${newId()}`]) {
      const response = await phone.request(`/api/pull?territory=${TERRITORY}&${query}`)
      expect(response.status).toBe(409)
      expect(await response.json()).toEqual({ problem: 'resync' })
    }
  })

  it('a long answer is packed for who can read it', async () => {
    const url = `/api/pull?territory=${TERRITORY}`
    const packed = await phone.request(url, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(packed.headers.get('Content-Encoding')).toBe('gzip')
    const text = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()
    expect(text).toBe(await (await phone.request(url)).text())
  })

  it('[P29] another territory is not to be read', async () => {
    const response = await phone.request('/api/pull?territory=ailleurs')
    expect(response.status).toBe(403)
  })

  it('an unknown or bad parameter is named', async () => {
    for (const [query, field] of [
      ['after=x', 'after'],
      ['after=-1', 'after'],
      ['limit=0', 'limit'],
    ] as const) {
      const response = await phone.request(`/api/pull?territory=${TERRITORY}&${query}`)
      expect([response.status, await response.json()]).toEqual([
        400,
        { problem: 'invalid-request', field },
      ])
    }
  })

  it('[S16] events say that the head moved, and only that', async () => {
    const response = await phone.request('/api/events')
    expect(response.headers.get('Content-Type')).toContain('text/event-stream')
    const reader = response.body!.getReader()
    const text = new TextDecoder()
    let heard = ''
    const until = async (wanted: string) => {
      while (!heard.includes(wanted)) {
        const { value, done } = (await reader.read()) as { value?: Uint8Array; done: boolean }
        if (done) throw new Error(`The events ended: ${heard}`)
        heard += text.decode(value, { stream: true })
      }
    }
    const { head } = await everything(phone)
    await until(`data: ${head}`)
    await phone.push([aHeritagePoint({ device: phone.device })])
    await until(`data: ${head + 1}`)
    expect(heard.replace(/event: (head|still-here)|data: \d*|\s/g, '')).toBe('')
    await reader.cancel()
  })
})
