import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it } from 'vitest'
import { useAccess } from '../../../src/app/access/access.store.ts'
import { createAccount } from '../../../src/app/access/account.ts'
import type { SessionAnswer } from '../../../src/contract/access.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'
import { provideServices } from '../../support/provide-services.ts'

const SESSION: SessionAnswer = {
  jalon: 'session',
  device: 'device-of-the-server',
  account: 'account',
  pseudonym: 'Camille',
  territory: 'landes-chalosse',
  role: 'staff',
}

function phone() {
  const { settings } = createMemoryStorage()
  let ids = 0
  return { settings, account: createAccount(settings, () => `device-${(ids += 1)}`) }
}

it('a phone has one id of its own until the server names another', async () => {
  const { account } = phone()
  expect(await account.device()).toBe('device-1')
  expect(await account.device()).toBe('device-1')
  await account.accept(SESSION)
  expect(await account.device()).toBe('device-of-the-server')
})

it('who this phone is survives a restart, and is gone when it is forgotten', async () => {
  const { account, settings } = phone()
  await account.accept(SESSION)
  expect(account.identity.value).toMatchObject({ pseudonym: 'Camille', role: 'staff' })
  const restarted = createAccount(settings, () => 'unused')
  expect(restarted.identity.value).toBeNull()
  await restarted.load()
  expect(restarted.identity.value).toEqual(account.identity.value)
  await restarted.forget()
  expect(restarted.identity.value).toBeNull()
  expect(await account.read()).toBeNull()
})

function accessOf(redeem: () => Promise<unknown>) {
  const { account } = phone()
  let rounds = 0
  const app = createApp({}).use(createPinia())
  provideServices(app, {
    account,
    api: { redeem } as never,
    territory: { summary: { value: null } } as never,
    syncNow: () => void (rounds += 1),
  })
  return { store: app.runWithContext(() => useAccess()), rounds: () => rounds }
}

it('an invitation that is accepted names the phone, and fetches its trails', async () => {
  const { store, rounds } = accessOf(() => Promise.resolve({ ok: true, value: SESSION }))
  expect(store.isStaff).toBe(false)
  expect(await store.join({ code: 'ABCD2345' }, 'Camille')).toEqual({ ok: true })
  expect(store.identity?.pseudonym).toBe('Camille')
  expect(store.isStaff).toBe(true)
  expect(rounds()).toBe(1)
})

it('an invitation that is refused changes nothing here', async () => {
  const { store, rounds } = accessOf(() => Promise.resolve({ ok: false, why: 'no-network' }))
  expect(await store.join({ code: 'ABCD2345' }, 'Camille')).toEqual({
    ok: false,
    why: 'no-network',
  })
  expect(store.identity).toBeNull()
  expect(rounds()).toBe(0)
})
