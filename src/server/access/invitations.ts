import { DAY_MS } from '../../domain/day.ts'
import type { InviteAnswer, RedeemRequest, Role } from '../../contract/access.ts'
import { APP } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import type { AccessServices } from './access-services.ts'
import type { AccountRow, InvitationRow } from '../storage/people-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { openSession, type Opened } from './open-session.ts'
import type { Session } from './session.ts'
import { recheckSession } from './recheck-session.ts'
import { ERASED_NAME } from './erased-accounts.ts'
import { hashOfSecret, newInvitationCode, newInvitationToken, newSessionToken } from './secrets.ts'

export const INVITATION_DAYS = 7
/** An answer that got lost: the same device may ask again for a little while. */
const SAME_DEVICE_AGAIN_MS = 10 * 60_000

export interface Invitation {
  readonly territory: string
  readonly role: Role
  readonly association?: string | undefined
  /** Who invites, on which device; absent from the console. */
  readonly by?: Pick<Session, 'account' | 'device'>
}

type Clock = Pick<AccessServices, 'store' | 'nowMs' | 'newId'>

/** Makes a way in: a link and a code, used once, for seven days. */
export async function invite(services: Clock, invitation: Invitation): Promise<InviteAnswer> {
  const { store, newId, nowMs } = services
  const [token, code] = [newInvitationToken(), newInvitationCode()]
  const at = nowMs()
  const { territory, role, association, by } = invitation
  const row: InvitationRow = {
    id: newId(),
    territory,
    role,
    tokenHash: hashOfSecret(token),
    codeHash: hashOfSecret(code),
    createdAt: new Date(at).toISOString(),
    expiresAt: new Date(at + INVITATION_DAYS * DAY_MS).toISOString(),
    ...(association === undefined ? {} : { association }),
    ...(by === undefined ? {} : { createdBy: by.account }),
  }
  const noted = {
    id: newId(),
    at: row.createdAt,
    actor: by?.account ?? 'console',
    action: 'invited' as const,
    subject: row.id,
    details: { role },
  }
  await store.transaction(async (tx) => {
    if (by) await recheckSession(tx, { territory, ...by })
    await tx.people.putInvitation(row)
    await tx.audit.add(territory, noted)
  })
  const link = `${APP.join}#${token}`
  return { jalon: 'invitation', id: row.id, link, code, expiresAt: row.expiresAt }
}

/**
 * Turns an invitation into a session. Used, expired or unknown: a refusal, and nothing changes.
 * @param presented the session token that came with the request, even a withdrawn or expired one: it
 *   proves whose phone this is, which a device's id, known to others, does not
 */
export async function redeem(
  services: Clock,
  request: RedeemRequest,
  presented?: string,
): Promise<Opened> {
  const { store, newId, nowMs } = services
  const secret = request.token ?? request.code
  if (secret === undefined) throw new Problem('invalid-request', { field: 'token' })
  // The mark of those who were forgotten is nobody's name.
  if (request.pseudonym === ERASED_NAME)
    throw new Problem('invalid-request', { field: 'pseudonym' })
  if (request.fifteenOrOlder !== true) throw new Problem('fifteen-or-older')
  const atMs = nowMs()
  const at = new Date(atMs).toISOString()
  const [accountId, auditId, otherDevice, sessionToken] = [
    newId(),
    newId(),
    newId(),
    newSessionToken(),
  ]
  return store.transaction(async (tx) => {
    const invitation = await tx.people.getInvitation(hashOfSecret(secret))
    if (!invitation) throw new Problem('invitation-unknown')
    const { territory } = invitation
    // Whoever is being forgotten is so for good, and not called by their name again.
    await tx.feed.hold(territory)
    const proof = presented && (await tx.people.getSession(hashOfSecret(presented)))
    const proven = proof && proof.device === request.device ? proof.account : undefined
    const account = await accountFor(tx, invitation, request, { id: accountId, at, atMs, proven })
    const use = { usedAt: at, usedByDevice: request.device, account: account.id }
    const again = isAgain(invitation, request.device, atMs)
    if (!again && !(await tx.people.claimInvitation(invitation.id, use))) {
      throw new Problem('invitation-used')
    }
    await tx.people.putAccount(territory, account)
    const device = await openSession(tx, {
      ...{ territory, account: account.id, device: request.device, otherDevice, atMs },
      ...{ token: sessionToken, isProven: proven !== undefined, byInvitation: true },
    })
    const details = { invitation: invitation.id, role: account.role }
    const noted = {
      id: auditId,
      at,
      actor: account.id,
      action: 'joined' as const,
      subject: device,
      details,
    }
    await tx.audit.add(territory, noted)
    return { token: sessionToken, account, territory, device }
  })
}

function isAgain({ usedAt, usedByDevice }: InvitationRow, device: string, atMs: number): boolean {
  return (
    usedAt !== undefined &&
    usedByDevice === device &&
    atMs - Date.parse(usedAt) < SAME_DEVICE_AGAIN_MS
  )
}

/**
 * The account behind an invitation. A phone that pairs again and proves it with its old session, with the
 * same role in the same association, comes back to its own account and so to the answers it waits for;
 * else a new one. An account that was erased is nobody's again.
 */
async function accountFor(
  tx: StoreTransaction,
  invitation: InvitationRow,
  { device, pseudonym }: RedeemRequest,
  { id, at, atMs, proven }: { id: string; at: string; atMs: number; proven: string | undefined },
): Promise<AccountRow> {
  const { territory, role, association, usedAt, account } = invitation
  if (usedAt !== undefined && !isAgain(invitation, device, atMs)) {
    throw new Problem('invitation-used')
  }
  if (Date.parse(invitation.expiresAt) <= atMs) throw new Problem('invitation-expired')
  const before = account ?? proven
  const [known] = before === undefined ? [] : await tx.people.getAccounts(territory, [before])
  const same =
    known?.role === role && known.association === association && known.pseudonym !== ERASED_NAME
  return {
    id: same ? known.id : id,
    createdAt: same ? known.createdAt : at,
    pseudonym,
    role,
    ...(association === undefined ? {} : { association }),
  }
}
