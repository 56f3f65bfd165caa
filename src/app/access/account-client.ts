import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import * as z from 'zod/mini'
import { sessionAnswer, type SessionAnswer } from '../../contract/access.ts'
import { API } from '../../contract/endpoints.ts'
import {
  passkeyOptions,
  passkeyRow,
  passkeysAnswer,
  recoveryCodeAnswer,
  type PasskeysAnswer,
  type PasskeyView,
  type RecoveryCodeAnswer,
} from '../../contract/keys.ts'
import { reader, type ApiResult, type ApiClient, type Failure } from '../services/api-client.ts'

/** The person closed the browser's own dialogue, or no key was at hand. */
export type KeyOutcome<T> = ApiResult<T> | { readonly ok: false; readonly why: 'no-key' }

/** What people do with their own account: keys, the code on paper, their data. Fetched when it is needed. */
export function createAccountClient(call: ApiClient['call']) {
  const post = <S extends z.core.$ZodType>(path: string, schema: S, body: unknown = {}) =>
    call(path, reader(schema), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  return {
    /** Keys need a secure address that has a name. */
    canUseKeys: (): boolean => browserSupportsWebAuthn(),
    keys: (): Promise<ApiResult<PasskeysAnswer>> => call(API.passkeys, reader(passkeysAnswer)),
    async addKey(name: string): Promise<KeyOutcome<PasskeyView>> {
      const asked = await post(API.passkeyOptions, passkeyOptions)
      if (!asked.ok) return asked
      const optionsJSON = asked.value.options as unknown as Parameters<
        typeof startRegistration
      >[0]['optionsJSON']
      const credential = await quietly(() => startRegistration({ optionsJSON }))
      return credential
        ? post(API.passkeys, passkeyRow, { name, credential })
        : { ok: false, why: 'no-key' }
    },
    removeKey: (id: string): Promise<ApiResult<true>> =>
      call(API.passkey(id), () => true, { method: 'DELETE' }),
    async signInWithKey(device: string): Promise<KeyOutcome<SessionAnswer>> {
      const asked = await post(API.passkeySignInOptions, passkeyOptions)
      if (!asked.ok) return asked
      const optionsJSON = asked.value.options as unknown as NonNullable<
        Parameters<typeof startAuthentication>[0]
      >['optionsJSON']
      const credential = await quietly(() => startAuthentication({ optionsJSON }))
      return credential
        ? post(API.passkeySignIn, sessionAnswer, { device, credential })
        : { ok: false, why: 'no-key' }
    },
    makeCode: (): Promise<ApiResult<RecoveryCodeAnswer>> =>
      post(API.recoveryCode, recoveryCodeAnswer),
    signInWithCode: (device: string, code: string): Promise<ApiResult<SessionAnswer>> =>
      post(API.recoverySignIn, sessionAnswer, { device, code }),
    signOut: (): Promise<{ readonly ok: true } | Failure> => gone(API.session),
    ownData: (): Promise<ApiResult<Record<string, unknown>>> => call(API.ownData, readOwnData),
    erase: (): Promise<{ readonly ok: true } | Failure> => gone(API.ownData),
  }

  /** Nothing comes back from a deletion, and a portal may say yes to all: the session itself is asked. */
  async function gone(path: string): Promise<{ readonly ok: true } | Failure> {
    const asked = await call(path, () => true, { method: 'DELETE' })
    if (!asked.ok) return asked
    const session = await call(API.session, reader(sessionAnswer))
    if (session.ok) return { ok: false, why: 'stranger', status: 200 }
    const isGone = session.why === 'problem' && session.problem.problem === 'not-signed-in'
    return isGone ? { ok: true } : session
  }
}

async function quietly<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch {
    return null
  }
}

const ownDataAnswer = z.looseObject({ jalon: z.literal('own-data') })
const readOwnData = (raw: unknown): Record<string, unknown> | null => reader(ownDataAnswer)(raw)
