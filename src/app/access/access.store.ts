import { defineStore } from 'pinia'
import { computed, inject, shallowRef, type InjectionKey } from 'vue'
import type { RedeemRequest, SessionAnswer } from '../../contract/access.ts'
import type { Answer, ApiClient, Failure } from '../services/api-client.ts'
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

export interface TerritorySummary {
  readonly id: string
  readonly name: Readonly<Record<string, string>>
  readonly demo: boolean
  /** The whole configuration, for the map; absent until it was fetched once. */
  readonly config?: unknown
}

export interface AccessPorts {
  readonly storage: Pick<PhoneStorage, 'settings'>
  readonly redeem: (request: RedeemRequest) => Promise<Answer<SessionAnswer>>
  /** Any other call, for what people do with their own account. */
  readonly call: ApiClient['call']
  readonly newId: () => string
  /** After an identity was accepted: fetch the trails. */
  readonly onJoined: () => void
  /** Hands a file to the person. */
  readonly giveFile: (name: string, bytes: Uint8Array<ArrayBuffer>, type: string) => Promise<void>
}
export const ACCESS: InjectionKey<AccessPorts> = Symbol('access')

export const IDENTITY_KEY = 'identity'
export const TERRITORY_KEY = 'territory'
const DEVICE_KEY = 'device'

/** Who is using this phone, and for which territory. */
export const useAccess = defineStore('access', () => {
  const ports = inject(ACCESS)!
  const identity = shallowRef<Identity | null>(null)
  const territory = shallowRef<TerritorySummary | null>(null)
  const isStaff = computed(() => ['staff', 'admin'].includes(identity.value?.role ?? ''))

  async function load(): Promise<void> {
    identity.value =
      ((await ports.storage.settings.get(IDENTITY_KEY)) as Identity | undefined) ?? null
    territory.value =
      ((await ports.storage.settings.get(TERRITORY_KEY)) as TerritorySummary | undefined) ?? null
  }

  /** The phone's own id: made once, kept when it pairs again. */
  async function device(): Promise<string> {
    const known = await ports.storage.settings.get(DEVICE_KEY)
    if (typeof known === 'string') return known
    const made = ports.newId()
    await ports.storage.settings.set(DEVICE_KEY, made)
    return made
  }

  async function join(
    invitation: { readonly token: string } | { readonly code: string },
    pseudonym: string,
  ): Promise<{ readonly ok: true } | Failure> {
    const answer = await ports.redeem({
      ...invitation,
      device: await device(),
      pseudonym,
      fifteenOrOlder: true,
    })
    if (!answer.ok) return answer
    await arrive(answer.value)
    return { ok: true }
  }

  /** Somebody came in, with an invitation, a key or a code. */
  async function arrive(session: SessionAnswer): Promise<void> {
    await accept(session)
    ports.onJoined()
  }

  /** Nobody in particular uses this phone any more; what is on it stays. */
  async function forget(): Promise<void> {
    await ports.storage.settings.set(IDENTITY_KEY, null)
    identity.value = null
  }

  async function accept(session: SessionAnswer): Promise<void> {
    const { account, pseudonym, territory: id, role, association } = session
    const next: Identity = {
      device: session.device,
      account,
      pseudonym,
      territory: id,
      role,
      ...(association ? { association } : {}),
    }
    await ports.storage.settings.set(IDENTITY_KEY, next)
    await ports.storage.settings.set(DEVICE_KEY, session.device)
    identity.value = next
  }

  return { identity, territory, isStaff, load, device, join, arrive, forget }
})
