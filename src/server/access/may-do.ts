import { ROLES, type Role } from '../../contract/access.ts'
import type { Session } from './session.ts'

/** Everything that needs permission. A route names its action; nothing else decides. */
export const ACTIONS = [
  'push',
  'pull',
  'write-blob',
  'read-own-blob',
  'read-catalogue-blob',
  'read-any-blob',
  'listen',
  'invite',
  'list-devices',
  'revoke-device',
  'read-desk',
  'decide',
  'read-quarantine',
  'import-rescue',
  'read-audit',
  'keep-keys',
] as const
export type Action = (typeof ACTIONS)[number]

/** What the action touches. */
export interface Scope {
  readonly territory: string
  /** Of the invitation, or of the device's owner. */
  readonly role?: Role
  readonly association?: string | undefined
}

const EVERYBODY: readonly Role[] = ROLES
const OFFICE: readonly Role[] = ['staff', 'admin']
const ADMINISTRATION: readonly Role[] = ['admin']
const OFFICE_AND_REFERENTS: readonly Role[] = ['referent', 'staff', 'admin']

const ALLOWED: { readonly [A in Action]: readonly Role[] } = {
  push: EVERYBODY,
  pull: EVERYBODY,
  'write-blob': EVERYBODY,
  'read-own-blob': EVERYBODY,
  'read-catalogue-blob': EVERYBODY,
  'read-any-blob': OFFICE,
  listen: EVERYBODY,
  invite: OFFICE_AND_REFERENTS,
  'list-devices': OFFICE_AND_REFERENTS,
  'revoke-device': OFFICE_AND_REFERENTS,
  'read-desk': OFFICE,
  decide: OFFICE,
  'read-quarantine': OFFICE,
  'import-rescue': OFFICE,
  'read-audit': ADMINISTRATION,
  'keep-keys': OFFICE,
}

/** Actions on people: a referent's reach ends at the association, and nobody's reach goes above oneself. */
const ON_PEOPLE: readonly Action[] = ['invite', 'list-devices', 'revoke-device']

/** The one place that decides who may do what (promise P29). A revoked device may do nothing. */
export function mayDo(
  session: Pick<Session, 'territory' | 'role' | 'association' | 'revoked'>,
  action: Action,
  scope: Scope,
): boolean {
  if (session.revoked || session.territory !== scope.territory) return false
  if (!ALLOWED[action].includes(session.role)) return false
  if (!ON_PEOPLE.includes(action) || scope.role === undefined) return true
  if (session.role === 'referent') {
    return (
      scope.role === 'tester' &&
      session.association !== undefined &&
      scope.association === session.association
    )
  }
  return ROLES.indexOf(scope.role) <= ROLES.indexOf(session.role)
}
