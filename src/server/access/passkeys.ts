import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { AddPasskeyRequest, PasskeySignInRequest } from '../../contract/keys.ts'
import { Problem } from '../../contract/problem.ts'
import type { AccessServices } from './access-services.ts'
import type { ChallengeRow, PasskeyRow } from '../storage/keys.ts'
import type { AccountRow } from '../storage/people-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { mayDo } from './may-do.ts'
import { openSession, type Opened } from './open-session.ts'
import { ERASED_NAME } from './erased-accounts.ts'
import type { RelyingParty } from './relying-party.ts'
import { newSessionToken } from './secrets.ts'
import type { Session } from './session.ts'
import { recheckSession } from './recheck-session.ts'

/** What a key has to be found, touched and unlocked within. */
const CHALLENGE_MS = 5 * 60_000
const MOST_PASSKEYS = 10
const CHALLENGE = /^[\w-]{1,200}$/
/** Ed25519, ES256, RS256: all that keys of today sign with. */
const ALGORITHMS = [-8, -7, -257]

/** Fetched when somebody uses a key: most starts of the server need none. */
const webauthn = () => import('@simplewebauthn/server')

type Clock = Pick<AccessServices, 'store' | 'nowMs' | 'newId'>

/** What the browser needs to make a key: a challenge, and which keys there are already. */
export async function optionsToAdd(
  { store, nowMs }: Clock,
  { territory, account, pseudonym }: Session,
  rp: RelyingParty,
): Promise<object> {
  const known = await store.read((tx) => tx.keys.listPasskeys(territory, account))
  if (known.length >= MOST_PASSKEYS) throw new Problem('too-many-passkeys')
  const { generateRegistrationOptions } = await webauthn()
  const options = await generateRegistrationOptions({
    rpName: 'Jalon',
    rpID: rp.id,
    userID: new TextEncoder().encode(account),
    userName: pseudonym,
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge({ store, nowMs }, { ...options, purpose: 'add', account })
  return options
}

/** What the browser needs to find a key of this site, whoever's it is. */
export async function optionsToSignIn(services: Clock, rp: RelyingParty): Promise<object> {
  const { generateAuthenticationOptions } = await webauthn()
  const options = await generateAuthenticationOptions({
    rpID: rp.id,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
  })
  await keepChallenge(services, { ...options, purpose: 'sign-in', account: '' })
  return options
}

async function keepChallenge(
  { store, nowMs }: Pick<Clock, 'store' | 'nowMs'>,
  { challenge, purpose, account }: Pick<ChallengeRow, 'challenge' | 'purpose' | 'account'>,
): Promise<void> {
  const atMs = nowMs()
  const expiresAt = new Date(atMs + CHALLENGE_MS).toISOString()
  await store.transaction((tx) =>
    tx.keys.putChallenge({ challenge, purpose, account, expiresAt }, new Date(atMs).toISOString()),
  )
}

/** The challenge that an answer was made for: taken away whatever comes of it, so that it is good once. */
async function takeChallenge(
  { store, nowMs }: Clock,
  clientDataJson: string,
  purpose: ChallengeRow['purpose'],
  account: string,
): Promise<string> {
  const challenge = challengeIn(clientDataJson)
  // Not one of ours: the store is not even asked, since not every text can be asked for.
  if (!CHALLENGE.test(challenge)) throw new Problem('passkey-late')
  const row = await store.transaction((tx) => tx.keys.takeChallenge(challenge))
  const isLate = !row || Date.parse(row.expiresAt) <= nowMs()
  if (isLate || row.purpose !== purpose || row.account !== account) {
    throw new Problem('passkey-late')
  }
  return row.challenge
}

function challengeIn(clientDataJson: string): string {
  try {
    const text = Buffer.from(clientDataJson, 'base64url').toString('utf8')
    const data = JSON.parse(text) as { challenge?: unknown } | null
    if (typeof data?.challenge === 'string') return data.challenge
  } catch {
    // No JSON: refused below.
  }
  throw new Problem('invalid-request', { field: 'credential.response.clientDataJSON' })
}

/** A library that refuses throws sentences for programmers: people get ours. */
async function verified<T extends { readonly verified: boolean }>(work: () => Promise<T>) {
  const outcome = await work().catch(() => null)
  if (!outcome?.verified) throw new Problem('passkey-refused')
  return outcome
}

/** Adds a key to who is signed in. */
export async function addPasskey(
  services: Clock,
  session: Session,
  { name, credential }: AddPasskeyRequest,
  rp: RelyingParty,
): Promise<PasskeyRow> {
  const { store, nowMs, newId } = services
  const { territory, account, device } = session
  const { clientDataJSON, transports = [] } = credential.response
  const expectedChallenge = await takeChallenge(services, clientDataJSON, 'add', account)
  const { verifyRegistrationResponse } = await webauthn()
  const { registrationInfo } = await verified(() =>
    verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!registrationInfo) throw new Problem('passkey-refused')
  const { id, publicKey, counter } = registrationInfo.credential
  const at = new Date(nowMs()).toISOString()
  const row: PasskeyRow = {
    ...{ id, account, device, name, counter, transports, createdAt: at, rpId: rp.id },
    publicKey: Buffer.from(publicKey).toString('base64url'),
  }
  const noted = { id: newId(), at, actor: account, subject: id, details: { device } }
  await store.transaction(async (tx) => {
    await recheckSession(tx, session)
    const known = await tx.keys.listPasskeys(territory, account)
    if (known.length >= MOST_PASSKEYS) throw new Problem('too-many-passkeys')
    if (!(await tx.keys.addPasskey(territory, row))) throw new Problem('passkey-known')
    await tx.audit.add(territory, { ...noted, action: 'passkey-added' })
  })
  return row
}

/** Signs a device in with a key: signed by it, for this host, now, and counted on from its last use. */
export async function signInWithPasskey(
  services: Clock,
  { device: named, credential }: PasskeySignInRequest,
  rp: RelyingParty,
): Promise<Opened> {
  const { store, nowMs, newId } = services
  const { clientDataJSON } = credential.response
  const expectedChallenge = await takeChallenge(services, clientDataJSON, 'sign-in', '')
  const found = await store.read((tx) => tx.keys.getPasskey(credential.id))
  if (!found || found.passkey.rpId !== rp.id) throw new Problem('passkey-unknown')
  const { territory, passkey } = found
  const { id, counter: from } = passkey
  const { verifyAuthenticationResponse } = await webauthn()
  const { authenticationInfo } = await verified(() =>
    verifyAuthenticationResponse({
      response: credential as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      credential: { id, publicKey: Buffer.from(passkey.publicKey, 'base64url'), counter: from },
    }),
  )
  const [token, auditId, otherDevice, atMs] = [newSessionToken(), newId(), newId(), nowMs()]
  const usedAt = new Date(atMs).toISOString()
  return store.transaction(async (tx) => {
    const { newCounter: counter } = authenticationInfo
    await tx.feed.hold(territory)
    // Removed, or used elsewhere with the same count, since it was read.
    if (!(await tx.keys.usePasskey(id, { from, counter, usedAt }))) {
      throw new Problem('passkey-refused')
    }
    const account = await keeperOf(tx, territory, passkey.account)
    if (!account) throw new Problem('passkey-unknown')
    const device = await openSession(tx, {
      ...{ territory, account: account.id, device: named, otherDevice, token, atMs },
      ...{ isProven: false, byInvitation: false },
    })
    const noted = { id: auditId, at: usedAt, actor: account.id, subject: id, details: { device } }
    await tx.audit.add(territory, { ...noted, action: 'passkey-used' })
    return { token, account, territory, device }
  })
}

/** The account behind a key or a code, as long as it is one that may have any. */
export async function keeperOf(
  tx: StoreTransaction,
  territory: string,
  id: string,
): Promise<AccountRow | undefined> {
  const [account] = await tx.people.getAccounts(territory, [id])
  if (!account || account.pseudonym === ERASED_NAME) return undefined
  const { role } = account
  return mayDo({ territory, role, revoked: false }, 'keep-keys', { territory })
    ? account
    : undefined
}

/** Takes one of one's own keys away, and no other. */
export async function removePasskey(
  { store, nowMs, newId }: Clock,
  { territory, account }: Session,
  id: string,
): Promise<void> {
  const at = new Date(nowMs()).toISOString()
  const noted = { id: newId(), at, actor: account, subject: id, details: {} }
  await store.transaction(async (tx) => {
    const own = await tx.keys.listPasskeys(territory, account)
    if (!own.some((passkey) => passkey.id === id)) throw new Problem('not-found')
    await tx.keys.removePasskeys(territory, [id])
    await tx.audit.add(territory, { ...noted, action: 'passkey-removed' })
  })
}

/**
 * A device that is withdrawn takes the keys that were made on it along; the last one takes every way back,
 * also the code on paper. Gives how many keys.
 */
export async function withdrawKeys(
  tx: StoreTransaction,
  territory: string,
  { account, device }: { readonly account: string; readonly device: string },
): Promise<number> {
  const devices = await tx.people.listDevices(territory)
  const others = devices.filter(
    (one) => one.account === account && one.id !== device && one.revokedAt === undefined,
  )
  const keys = await tx.keys.listPasskeys(territory, account)
  const gone = others.length === 0 ? keys : keys.filter((key) => key.device === device)
  await tx.keys.removePasskeys(
    territory,
    gone.map(({ id }) => id),
  )
  if (others.length === 0) await tx.keys.removeRecoveryCode(territory, account)
  return gone.length
}
