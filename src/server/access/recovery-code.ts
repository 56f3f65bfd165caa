import type { RecoveryCodeAnswer, RecoverySignInRequest } from '../../contract/keys.ts'
import { Problem } from '../../contract/problem.ts'
import type { AccessServices } from './access-services.ts'
import { openSession, type Opened } from './open-session.ts'
import { keeperOf } from './passkeys.ts'
import { hashOfSecret, newRecoveryCode, newSessionToken } from './secrets.ts'
import type { Session } from './session.ts'
import { recheckSession } from './recheck-session.ts'

type Clock = Pick<AccessServices, 'store' | 'nowMs' | 'newId'>

/** Makes the code that goes on paper; the former one opens nothing any more. */
export async function makeRecoveryCode(
  { store, nowMs, newId }: Clock,
  { territory, account, device }: Session,
): Promise<RecoveryCodeAnswer> {
  const code = newRecoveryCode()
  const createdAt = new Date(nowMs()).toISOString()
  const noted = { id: newId(), at: createdAt, actor: account, subject: account, details: {} }
  await store.transaction(async (tx) => {
    await recheckSession(tx, { territory, account, device })
    await tx.keys.putRecoveryCode(territory, { account, codeHash: hashOfSecret(code), createdAt })
    await tx.audit.add(territory, { ...noted, action: 'recovery-code-made' })
  })
  return { jalon: 'recovery-code', code, createdAt }
}

/** Signs a device in with the code on paper, once. */
export async function signInWithRecoveryCode(
  { store, nowMs, newId }: Clock,
  { device: named, code }: RecoverySignInRequest,
): Promise<Opened> {
  const [token, auditId, otherDevice, atMs] = [newSessionToken(), newId(), newId(), nowMs()]
  const at = new Date(atMs).toISOString()
  const codeHash = hashOfSecret(code)
  return store.transaction(async (tx) => {
    const found = await tx.keys.getRecoveryCode(codeHash)
    if (!found) throw new Problem('recovery-unknown')
    const { territory } = found
    await tx.feed.hold(territory)
    if (!(await tx.keys.claimRecoveryCode(codeHash, at))) throw new Problem('recovery-used')
    const account = await keeperOf(tx, territory, found.code.account)
    if (!account) throw new Problem('recovery-unknown')
    const { id } = account
    const device = await openSession(tx, {
      ...{ territory, account: id, device: named, otherDevice, token, atMs },
      ...{ isProven: false, byInvitation: false },
    })
    const noted = { id: auditId, at, actor: id, subject: id, details: { device } }
    await tx.audit.add(territory, { ...noted, action: 'recovery-code-used' })
    return { token, account, territory, device }
  })
}
