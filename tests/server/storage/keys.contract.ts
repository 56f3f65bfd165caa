import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PasskeyRow } from '../../../src/server/storage/keys.ts'
import type { Store } from '../../../src/server/storage/store.ts'
import { AT, hashOf, newId, TERRITORY } from '../../support/records.ts'
import type { StoreUnderTest } from './store.contract.ts'

const LATER = '2026-11-20T10:00:00.000Z'

/** What every engine must do for keys: passkeys, codes on paper, challenges. */
export function keysContract(make: () => Promise<StoreUnderTest>): void {
  let store: Store
  beforeEach(async () => {
    store = await (await make()).open()
  })
  afterEach(() => store.close())

  const aPasskey = (account: string, more: Partial<PasskeyRow> = {}): PasskeyRow => ({
    ...{ id: hashOf(newId()), account, device: newId(), name: 'PC du bureau', counter: 0 },
    ...{ publicKey: 'pQECAyYg', rpId: 'localhost', transports: ['internal'], createdAt: AT },
    ...more,
  })

  it('keeps the passkeys of an account, each once, oldest first', async () => {
    const account = newId()
    const [first, second] = [aPasskey(account), aPasskey(account, { createdAt: LATER })]
    await store.transaction(async ({ keys }) => {
      expect(await keys.addPasskey(TERRITORY, second)).toBe(true)
      expect(await keys.addPasskey(TERRITORY, first)).toBe(true)
      expect(await keys.addPasskey(TERRITORY, { ...first, account: newId() })).toBe(false)
      expect(await keys.listPasskeys(TERRITORY, account)).toEqual([first, second])
      expect(await keys.listPasskeys(TERRITORY, newId())).toEqual([])
      expect(await keys.getPasskey(first.id)).toEqual({ territory: TERRITORY, passkey: first })
      await keys.removePasskeys('ailleurs', [first.id])
      await keys.removePasskeys(TERRITORY, [])
      expect(await keys.getPasskey(first.id)).toBeDefined()
      await keys.removePasskeys(TERRITORY, [first.id])
      expect(await keys.getPasskey(first.id)).toBeUndefined()
      expect(await keys.listPasskeys(TERRITORY, account)).toEqual([second])
    })
  })

  it('[P29] a passkey that counts is used once from each count', async () => {
    const passkey = aPasskey(newId())
    await store.transaction((tx) => tx.keys.addPasskey(TERRITORY, passkey))
    const use = { from: 0, counter: 5, usedAt: LATER }
    const uses = await Promise.all(
      Array.from({ length: 6 }, () =>
        store.transaction((tx) => tx.keys.usePasskey(passkey.id, use)),
      ),
    )
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect((await store.read((tx) => tx.keys.getPasskey(passkey.id)))?.passkey).toEqual({
      ...passkey,
      counter: 5,
      lastUsedAt: LATER,
    })
  })

  it('[P29] a code on paper is claimed once, and a new one voids it', async () => {
    const account = newId()
    const code = { account, codeHash: hashOf('code'), createdAt: AT }
    await store.transaction((tx) => tx.keys.putRecoveryCode(TERRITORY, code))
    const claims = await Promise.all(
      Array.from({ length: 6 }, () =>
        store.transaction((tx) => tx.keys.claimRecoveryCode(code.codeHash, LATER)),
      ),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    await store.transaction(async ({ keys }) => {
      expect(await keys.getRecoveryCode(code.codeHash)).toEqual({
        territory: TERRITORY,
        code: { ...code, usedAt: LATER },
      })
      const next = { account, codeHash: hashOf('next'), createdAt: LATER }
      await keys.putRecoveryCode(TERRITORY, next)
      expect(await keys.getRecoveryCode(code.codeHash)).toBeUndefined()
      expect(await keys.recoveryCodeOf(TERRITORY, account)).toEqual(next)
      await keys.removeRecoveryCode(TERRITORY, account)
      expect(await keys.recoveryCodeOf(TERRITORY, account)).toBeUndefined()
    })
  })

  it('[P29] a challenge is given once, and forgotten when it is over', async () => {
    const purpose = 'sign-in' as const
    const [one, old] = ['one', 'old'].map((name, i) => ({
      ...{ challenge: hashOf(name), purpose, account: '' },
      expiresAt: i === 0 ? LATER : AT,
    }))
    await store.transaction((tx) => tx.keys.putChallenge(old!, '2026-11-01T00:00:00.000Z'))
    await store.transaction((tx) => tx.keys.putChallenge(one!, AT))
    const taken = await Promise.all(
      Array.from({ length: 6 }, () =>
        store.transaction((tx) => tx.keys.takeChallenge(one!.challenge)),
      ),
    )
    expect(taken.filter(Boolean)).toEqual([one])
    expect(await store.transaction((tx) => tx.keys.takeChallenge(old!.challenge))).toBeUndefined()
  })

  it('ends the sessions of one device, and of no other', async () => {
    const [account, ...devices] = [newId(), newId(), newId()]
    await store.transaction(async ({ people }) => {
      for (const device of devices) {
        const session = { tokenHash: hashOf(device), territory: TERRITORY, account, device }
        await people.putSession({ ...session, createdAt: AT, expiresAt: LATER })
      }
      await people.removeSessionsOn(TERRITORY, devices[0])
      expect(await people.getSession(hashOf(devices[0]))).toBeUndefined()
      expect(await people.getSession(hashOf(devices[1]))).toBeDefined()
    })
  })
}
