import { shallowRef, type ShallowRef } from 'vue'
import type { SessionAnswer } from '../../contract/access.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

/** Who this phone is, kept on the phone: needed offline, and kept when the session ends. */
export interface Identity {
  readonly device: string
  readonly account: string
  readonly pseudonym: string
  readonly territory: string
  readonly role: SessionAnswer['role']
  readonly association?: string
}

/** Who uses this phone: one state, changed here alone. */
export interface Account {
  readonly identity: Readonly<ShallowRef<Identity | null>>
  /** What lies on the phone now: another window may have joined meanwhile. */
  readonly read: () => Promise<Identity | null>
  /** Reads it into `identity`. */
  readonly load: () => Promise<void>
  /** The phone's own id: made once, kept when it pairs again. */
  readonly device: () => Promise<string>
  readonly accept: (session: SessionAnswer) => Promise<void>
  /** Nobody in particular uses this phone any more; what is on it stays. */
  readonly forget: () => Promise<void>
}

const IDENTITY_KEY = 'identity'
const DEVICE_KEY = 'device'

export function createAccount(settings: PhoneStorage['settings'], newId: () => string): Account {
  const identity = shallowRef<Identity | null>(null)
  const read = async () => ((await settings.get(IDENTITY_KEY)) as Identity | undefined) ?? null
  return {
    identity,
    read,
    async load() {
      identity.value = await read()
    },
    async device() {
      const known = await settings.get(DEVICE_KEY)
      if (typeof known === 'string') return known
      const made = newId()
      await settings.set(DEVICE_KEY, made)
      return made
    },
    async accept(session) {
      const { account, pseudonym, territory, role, association, device } = session
      const next: Identity = {
        ...{ device, account, pseudonym, territory, role },
        ...(association ? { association } : {}),
      }
      await settings.set(IDENTITY_KEY, next)
      await settings.set(DEVICE_KEY, device)
      identity.value = next
    },
    async forget() {
      await settings.set(IDENTITY_KEY, null)
      identity.value = null
    },
  }
}
