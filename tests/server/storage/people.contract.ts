import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../../../src/server/storage/store.ts'
import { AT, hashOf, newId, TERRITORY } from '../../support/records.ts'
import type { StoreUnderTest } from './store.contract.ts'

/** What every engine must do for people: accounts, devices, sessions, invitations, the audit log. */
export function peopleContract(make: () => Promise<StoreUnderTest>): void {
  let store: Store

  beforeEach(async () => {
    store = await (await make()).open()
  })
  afterEach(() => store.close())

  it('keeps people, their devices and sessions', async () => {
    const account = {
      id: newId(),
      pseudonym: 'Marcheuse des Landes',
      role: 'tester' as const,
      association: 'Les Sentiers',
      createdAt: AT,
    }
    const device = { id: newId(), account: account.id, createdAt: AT }
    const session = {
      tokenHash: hashOf('token'),
      territory: TERRITORY,
      account: account.id,
      device: device.id,
      createdAt: AT,
      expiresAt: '2027-11-20T09:00:00.000Z',
    }
    await store.transaction(async ({ people }) => {
      await people.putAccount(TERRITORY, account)
      await people.putDevice(TERRITORY, device)
      await people.putDevice(TERRITORY, { ...device, lastSeenAt: AT, revokedAt: AT })
      await people.putSession(session)
      expect(await people.getAccounts(TERRITORY, [account.id])).toEqual([account])
      expect(await people.getDevice(TERRITORY, device.id)).toEqual({
        ...device,
        lastSeenAt: AT,
        revokedAt: AT,
      })
      expect(await people.listDevices(TERRITORY)).toHaveLength(1)
      expect(await people.getSession(session.tokenHash)).toEqual(session)
      const signedIn = { session, account, device: { ...device, lastSeenAt: AT, revokedAt: AT } }
      expect(await people.whoIs(session.tokenHash)).toEqual(signedIn)
      await people.putDevice(TERRITORY, { ...device, account: newId() })
      expect(await people.whoIs(session.tokenHash)).toBeUndefined()
      await people.putDevice(TERRITORY, device)
      expect(await people.whoIs(session.tokenHash)).toEqual({ ...signedIn, device })
      expect(await people.whoIs(hashOf('another'))).toBeUndefined()
      expect(await people.hasSignedIn(TERRITORY, 'tester')).toBe(true)
      expect(await people.hasSignedIn(TERRITORY, 'staff')).toBe(false)
      await people.removeSession(session.tokenHash)
      expect(await people.getSession(session.tokenHash)).toBeUndefined()
    })
  })

  it('[P29] being seen gives nobody back what was withdrawn or ended meanwhile', async () => {
    const device = { id: newId(), account: newId(), createdAt: AT, revokedAt: AT }
    const later = '2026-11-21T09:00:00.000Z'
    const session = { territory: TERRITORY, account: device.account, device: device.id }
    await store.transaction(async ({ people }) => {
      await people.putDevice(TERRITORY, device)
      await people.putSession({
        ...session,
        tokenHash: hashOf('token'),
        createdAt: AT,
        expiresAt: AT,
      })
      await people.markSeen(TERRITORY, device.id, later)
      await people.prolongSession(hashOf('token'), later)
      await people.prolongSession(hashOf('ended'), later)
      await people.markSeen(TERRITORY, newId(), later)
      expect(await people.listDevices(TERRITORY)).toEqual([{ ...device, lastSeenAt: later }])
      expect((await people.getSession(hashOf('token')))?.expiresAt).toBe(later)
      expect(await people.getSession(hashOf('ended'))).toBeUndefined()
    })
  })

  it('[P29] an invitation is claimed once, however many try at the same time', async () => {
    const invitation = {
      id: newId(),
      territory: TERRITORY,
      role: 'tester' as const,
      tokenHash: hashOf('t'),
      codeHash: hashOf('c'),
      createdAt: AT,
      expiresAt: '2026-11-27T09:00:00.000Z',
    }
    await store.transaction((tx) => tx.people.putInvitation(invitation))
    const claims = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.transaction((tx) =>
          tx.people.claimInvitation(invitation.id, {
            usedAt: AT,
            usedByDevice: newId(),
            account: newId(),
          }),
        ),
      ),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    await store.read(async ({ people }) => {
      expect((await people.getInvitation(invitation.tokenHash))?.usedAt).toBe(AT)
      expect((await people.getInvitation(invitation.codeHash))?.id).toBe(invitation.id)
      expect(await people.getInvitation(hashOf('x'))).toBeUndefined()
    })
  })

  it('the audit log gives the newest first', async () => {
    await store.transaction(async ({ audit }) => {
      for (const [i, action] of (['invited', 'revoked'] as const).entries()) {
        const row = { id: newId(Date.parse(AT) + i), at: AT, actor: 'console', action }
        await audit.add(TERRITORY, { ...row, subject: 's', details: { i } })
      }
    })
    const rows = await store.read((tx) => tx.audit.list(TERRITORY, { limit: 10 }))
    expect(rows.map((row) => row.action)).toEqual(['revoked', 'invited'])
    expect(rows[0]!.details).toEqual({ i: 1 })
    const [, first] = rows
    const page = (query: { before?: string; limit: number }) =>
      store.read((tx) => tx.audit.list(TERRITORY, query))
    expect(await page({ limit: 1 })).toEqual([rows[0]])
    expect(await page({ before: rows[0]!.id, limit: 5 })).toEqual([first])
    expect(await page({ before: first!.id, limit: 5 })).toEqual([])
  })
}
