import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inviteAnswer, sessionAnswer } from '../../../src/contract/access.ts'
import { invite } from '../../../src/server/access/invitations.ts'
import { aHeritagePoint, anAnswer, aTrack, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const DAY_MS = 86_400_000

describe('invitations and sessions', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await testServer()
  })
  afterEach(() => server.dispose())

  const make = (role: 'tester' | 'staff' = 'tester', association?: string) =>
    invite(server.services, { territory: TERRITORY, role, association })
  const tokenOf = ({ link }: { link: string }) => link.split('#')[1]!
  const redeem = (body: object, headers: Record<string, string> = {}) =>
    server.request('/api/invitations/redeem', {
      method: 'POST',
      headers,
      body: JSON.stringify({
        device: newId(),
        pseudonym: 'Marcheur',
        fifteenOrOlder: true,
        ...body,
      }),
    })

  it('[P20] by link or by code: a session in a cookie that scripts cannot read', async () => {
    for (const secret of ['token', 'code'] as const) {
      const invitation = await make()
      const value = secret === 'token' ? tokenOf(invitation) : invitation.code
      const response = await redeem({ [secret]: value, pseudonym: '  Zoé ' })
      expect(response.status).toBe(200)
      const answer = sessionAnswer.parse(await response.json())
      expect(answer).toMatchObject({ pseudonym: 'Zoé', role: 'tester', territory: TERRITORY })
      const cookie = response.headers.get('Set-Cookie')!
      expect(cookie).toMatch(/^jalon=[\w-]{43}; .*HttpOnly/)
      expect(cookie).toMatch(/SameSite=Lax/)
      expect(cookie).not.toMatch(/Secure|Domain/)
      const session = await server.request('/api/session', { cookie: cookie.split(';')[0]! })
      expect(sessionAnswer.parse(await session.json())).toEqual(answer)
    }
  })

  it('[P29] behind https the cookie is __Host- and Secure', async () => {
    const https = { 'X-Forwarded-Proto': 'https' }
    const response = await redeem({ token: tokenOf(await make()) }, https)
    expect(response.headers.get('Set-Cookie')).toMatch(/^__Host-jalon=.*Path=\/.*Secure/)
  })

  it('[P29] nobody comes in without saying that they are fifteen or older', async () => {
    const invitation = await make()
    for (const fifteenOrOlder of [undefined, false]) {
      const refused = await redeem({ token: tokenOf(invitation), fifteenOrOlder })
      expect([refused.status, await refused.json()]).toEqual([422, { problem: 'fifteen-or-older' }])
    }
    expect((await redeem({ token: tokenOf(invitation) })).status).toBe(200)
  })

  it('[P29] no secret is stored as it is', async () => {
    const invitation = await make()
    const response = await redeem({ token: tokenOf(invitation) })
    const session = /jalon=([\w-]+)/.exec(response.headers.get('Set-Cookie')!)![1]!
    const rows: string[] = []
    await server.services.store.dump((row) => {
      rows.push(JSON.stringify(row))
      return Promise.resolve()
    })
    const all = rows.join('\n')
    for (const secret of [session, tokenOf(invitation), invitation.code]) {
      expect(all).not.toContain(secret)
    }
  })

  it('[P29] a used invitation is useless, also to who stole it', async () => {
    const invitation = await make()
    expect((await redeem({ token: tokenOf(invitation) })).status).toBe(200)
    for (const secret of [{ token: tokenOf(invitation) }, { code: invitation.code }]) {
      const stolen = await redeem(secret)
      expect([stolen.status, await stolen.json()]).toEqual([410, { problem: 'invitation-used' }])
    }
  })

  it('the phone whose answer got lost may ask again for ten minutes, then no more', async () => {
    const invitation = await make()
    const body = { token: tokenOf(invitation), device: newId() }
    const first = sessionAnswer.parse(await (await redeem(body)).json())
    const again = sessionAnswer.parse(await (await redeem(body)).json())
    expect(again.account).toBe(first.account)
    server.setNow(Date.now() + 11 * 60_000)
    expect((await redeem(body)).status).toBe(410)
  })

  it('[P29] after seven days an invitation is over', async () => {
    const invitation = await make()
    server.setNow(Date.now() + 7 * DAY_MS)
    const response = await redeem({ token: tokenOf(invitation) })
    expect([response.status, await response.json()]).toEqual([
      410,
      { problem: 'invitation-expired' },
    ])
  })

  it('[P29] guessing codes is slowed down, and right ones do not count', async () => {
    for (let right = 0; right < 30; right++) {
      expect((await redeem({ code: (await make()).code })).status).toBe(200)
    }
    const statuses = []
    for (let guess = 0; guess < 25; guess++) {
      statuses.push((await redeem({ code: 'ABCDEFGH' })).status)
    }
    expect(statuses.slice(0, 20)).toEqual(Array<number>(20).fill(404))
    expect(statuses.slice(20)).toEqual(Array<number>(5).fill(429))
    server.setNow(Date.now() + 61_000)
    expect((await redeem({ code: (await make()).code })).status).toBe(200)
  })

  it('a link preview that only looks does not use an invitation', async () => {
    const invitation = await make()
    await server.request(invitation.link)
    await server.request('/api/invitations/redeem')
    expect((await redeem({ token: tokenOf(invitation) })).status).toBe(200)
  })

  it('a phone that pairs again comes back to its account and its answers', async () => {
    const phone = await server.phone()
    const point = aHeritagePoint({ device: phone.device })
    await phone.push([point])
    await server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(point)]))
    const again = await server.phone('tester', { device: phone.device, cookie: phone.cookie })
    expect((await again.pull()).rows.map((row) => row.id)).toEqual([point.id])
    expect((await again.push([point])).outcomes).toMatchObject([{ outcome: 'duplicate' }])
  })

  it('the office’s browser that opens a tester’s link becomes somebody else', async () => {
    const staff = await server.phone('staff')
    const before = (await (await staff.request('/api/session')).json()) as { account: string }
    const tester = await server.phone('tester', { device: staff.device, cookie: staff.cookie })
    const after = (await (await tester.request('/api/session')).json()) as { account: string }
    expect(after.account).not.toBe(before.account)
    expect(after).toMatchObject({ role: 'tester' })
    expect((await staff.request('/api/session')).status).toBe(401)
  })

  it('[P29] a device’s id, which others may know, gives nobody its account', async () => {
    const phone = await server.phone()
    const point = aHeritagePoint({ device: phone.device })
    await phone.push([point])
    await server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(point)]))
    const before = sessionAnswer.parse(await (await phone.request('/api/session')).json())
    const thief = await server.phone('tester', { device: phone.device })
    const after = sessionAnswer.parse(await (await thief.request('/api/session')).json())
    expect(after.account).not.toBe(before.account)
    expect((await thief.pull()).rows).toEqual([])
  })

  it('[P29] an access that was withdrawn does not come back when the phone pairs again', async () => {
    const [staff, phone] = [await server.phone('staff'), await server.phone()]
    const before = sessionAnswer.parse(await (await phone.request('/api/session')).json())
    await staff.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
    const again = await server.phone('tester', { device: phone.device, cookie: phone.cookie })
    const after = sessionAnswer.parse(await (await again.request('/api/session')).json())
    expect(after.account).toBe(before.account)
    const old = await phone.request('/api/session')
    expect([old.status, await old.json()]).toEqual([401, { problem: 'not-signed-in' }])
    expect((await staff.request('/api/session')).status).toBe(200)
  })

  it('[P29] whoever takes a device over reads none of what was sent from it', async () => {
    const phone = await server.phone()
    const bytes = Buffer.from(JSON.stringify({ format: 'jalon-fixes', walk: newId() }))
    const sha256 = await phone.send(bytes)
    const fixes = { sha256, bytes: bytes.length, mediaType: 'application/json', count: 0 }
    const track = aTrack(fixes, { device: phone.device })
    await phone.push([track])
    expect((await phone.request(`/api/blobs/${sha256}`)).status).toBe(200)
    const other = await server.phone('tester', { device: phone.device })
    // Nor is its owner signed out: the one who came got a device of its own.
    const came = sessionAnswer.parse(await (await other.request('/api/session')).json())
    expect(came.device).not.toBe(phone.device)
    expect((await phone.request('/api/session')).status).toBe(200)
    expect((await other.request(`/api/blobs/${sha256}`)).status).toBe(404)
    const own: unknown = await (await other.request('/api/own-data')).json()
    expect(own).toMatchObject({ observations: [], keptAside: [] })
  })

  it('[P29] who was forgotten stays forgotten, also when the same phone asks again', async () => {
    const body = { token: tokenOf(await make()), device: newId() }
    const joined = await redeem(body)
    const first = sessionAnswer.parse(await joined.json())
    const cookie = joined.headers.get('Set-Cookie')!.split(';')[0]!
    await server.request('/api/own-data', { method: 'DELETE', cookie })
    const again = sessionAnswer.parse(await (await redeem(body, { Cookie: cookie })).json())
    expect(again.account).not.toBe(first.account)
  })

  it('[P29] a device is revoked alone; what it still brings is kept aside', async () => {
    const [staff, one, two] = [
      await server.phone('staff'),
      await server.phone(),
      await server.phone(),
    ]
    await staff.request(`/api/devices/${one.device}`, { method: 'DELETE' })
    expect((await two.request('/api/session')).status).toBe(200)
    const gone = await one.request('/api/session')
    expect([gone.status, await gone.json()]).toEqual([401, { problem: 'device-revoked' }])
    const point = aHeritagePoint({ device: one.device })
    expect((await one.push([point])).outcomes).toEqual([
      { id: point.id, outcome: 'rejected', code: 'device-revoked' },
    ])
    const kept = (await (
      await staff.request(`/api/desk/quarantine?territory=${TERRITORY}`)
    ).json()) as { rows: { record: string; json: string }[] }
    expect(JSON.parse(kept.rows.find((row) => row.record === point.id)!.json)).toEqual(point)
  })

  it('a referent invites into the own association and sees no other devices', async () => {
    const referent = await server.phone('referent', { association: 'Les Sentiers' })
    await server.phone('tester', { association: 'Autre' })
    const body = { territory: TERRITORY, role: 'tester', association: 'Les Sentiers' }
    const post = (more = {}) =>
      referent.request('/api/invitations', {
        method: 'POST',
        body: JSON.stringify({ ...body, ...more }),
      })
    const made = await post()
    const invitation = inviteAnswer.parse(await made.json())
    expect(made.status).toBe(201)
    expect((await redeem({ token: tokenOf(invitation) })).status).toBe(200)
    for (const more of [{ association: 'Autre' }, { role: 'staff' }, { territory: 'ailleurs' }]) {
      expect((await post(more)).status).toBe(403)
    }
    const devices = (await (
      await referent.request(`/api/devices?territory=${TERRITORY}`)
    ).json()) as { rows: { association?: string }[] }
    expect(devices.rows.map((row) => row.association)).toEqual(['Les Sentiers'])
  })

  it('[P29] a referent reaches the own association’s testers, and neither decides nor publishes', async () => {
    const referent = await server.phone('referent', { association: 'Les Sentiers' })
    const [own, other, staff] = [
      await server.phone('tester', { association: 'Les Sentiers' }),
      await server.phone('tester', { association: 'Autre' }),
      await server.phone('staff'),
    ]
    for (const device of [other.device, staff.device, referent.device]) {
      const refused = await referent.request(`/api/devices/${device}`, { method: 'DELETE' })
      expect([refused.status, await refused.json()]).toEqual([403, { problem: 'not-allowed' }])
    }
    const gone = await referent.request(`/api/devices/${own.device}`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
    for (const [method, path] of [
      ['POST', '/api/desk/decisions'],
      ['POST', `/api/desk/quarantine/${newId()}/take-in`],
      ['GET', `/api/desk/trails?territory=${TERRITORY}`],
      ['GET', `/api/desk/quarantine?territory=${TERRITORY}`],
      ['GET', `/api/desk/journal?territory=${TERRITORY}`],
    ] as const) {
      const publish = JSON.stringify({ properties: { action: 'publish', territory: TERRITORY } })
      const refused = await referent.request(path, {
        method,
        ...(method === 'POST' ? { body: publish } : {}),
      })
      expect([path, refused.status]).toEqual([path, 403])
    }
  })

  it('a session slides: seen today, it is good for 400 days from today', async () => {
    const phone = await server.phone()
    const start = Date.now()
    for (const day of [300, 600, 900]) {
      server.setNow(start + day * DAY_MS)
      const response = await phone.request('/api/session')
      expect(response.status, `day ${day}`).toBe(200)
      expect(response.headers.get('Set-Cookie')).toContain('Max-Age=34560000')
    }
    server.setNow(start + 1_301 * DAY_MS)
    expect((await phone.request('/api/session')).status).toBe(401)
  })

  it('signing out ends the session on the server too', async () => {
    const phone = await server.phone()
    expect((await phone.request('/api/session', { method: 'DELETE' })).status).toBe(204)
    expect((await phone.request('/api/session')).status).toBe(401)
  })

  it('every access change is in the audit log, without a name', async () => {
    const staff = await server.phone('staff')
    const phone = await server.phone()
    await staff.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
    const rows = await server.services.store.read((tx) => tx.audit.list(TERRITORY, { limit: 20 }))
    expect(rows.map((row) => row.action).sort()).toEqual([
      'invited',
      'invited',
      'joined',
      'joined',
      'revoked',
    ])
    expect(JSON.stringify(rows)).not.toMatch(/staff [0-9a-f]{4}|tester [0-9a-f]{4}/)
  })
})
