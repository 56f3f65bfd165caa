import type { SessionAnswer } from '../../contract/access.ts'
import type { Opened } from './open-session.ts'
import type { Session } from './session.ts'

/** Who is asking, as it is told to them. */
export function sessionAnswer(
  session: Pick<Session, 'account' | 'device' | 'pseudonym' | 'territory' | 'role' | 'association'>,
): SessionAnswer {
  const { account, device, pseudonym, territory, role, association } = session
  const answer = { jalon: 'session' as const, account, device, pseudonym, territory, role }
  return association === undefined ? answer : { ...answer, association }
}

/** The same, for a session that was opened just now. */
export function openedAnswer({ account, territory, device }: Opened): SessionAnswer {
  const { id, pseudonym, role, association } = account
  const who = { account: id, territory, device, pseudonym, role }
  return sessionAnswer(association === undefined ? who : { ...who, association })
}
