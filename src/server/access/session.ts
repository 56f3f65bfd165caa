import { DAY_MS } from '../../domain/day.ts'
import type { Role } from '../../contract/access.ts'
import type { AccessServices } from './access-services.ts'
import { hashOfSecret } from './secrets.ts'

/** Who is asking: an account on one of its devices, in one territory. */
export interface Session {
  readonly account: string
  readonly device: string
  readonly territory: string
  readonly role: Role
  readonly pseudonym: string
  readonly association?: string
  /** The device's access was withdrawn: all it may still do is hand over what it has. */
  readonly revoked: boolean
  /** Seen so long ago that its cookie should be renewed. */
  readonly stale: boolean
}

export const SESSION_DAYS = 400
const RENEW_AFTER_MS = DAY_MS / 2

/** The session of a token; `null` when there is none, or none any more. */
export async function readSession(
  services: AccessServices,
  token: string,
): Promise<Session | null> {
  const nowMs = services.nowMs()
  const found = await services.store.ask(({ people }) => people.whoIs(hashOfSecret(token)))
  if (!found || Date.parse(found.session.expiresAt) <= nowMs) return null
  const { session, account, device } = found
  const { id, role, pseudonym, association } = account
  return {
    account: id,
    device: device.id,
    territory: session.territory,
    role,
    pseudonym,
    revoked: device.revokedAt !== undefined,
    stale: nowMs - Date.parse(device.lastSeenAt ?? device.createdAt) > RENEW_AFTER_MS,
    ...(association === undefined ? {} : { association }),
  }
}

/** Marks the device as seen and lets the session live on from today. */
export async function renewSession(
  { store, nowMs }: AccessServices,
  { territory, device }: Session,
  token: string,
): Promise<void> {
  const at = nowMs()
  await store.transaction(async ({ people }) => {
    await people.markSeen(territory, device, new Date(at).toISOString())
    await people.prolongSession(hashOfSecret(token), expiryAt(at))
  })
}

export function expiryAt(nowMs: number): string {
  return new Date(nowMs + SESSION_DAYS * DAY_MS).toISOString()
}
