import { Problem } from '../../contract/problem.ts'
import { rateLimit } from '../http/rate-limit.ts'
import type { SyncServices } from './sync-services.ts'
import type { Session } from '../access/session.ts'

/** A day's walks with their photos, some times over: all that one withdrawn phone may still hand over. */
export const REVOKED_QUOTA = { bytes: 300_000_000, records: 2_000 } as const
const REQUESTS_PER_MINUTE = 300

/**
 * Quota of a revoked device: what it still brings is kept aside, not thrown away (S8), but not without end: so much in
 * all, so often in a minute. Above that it hears what it would hear anyway, and keeps what it has.
 */
export function revokedQuota({ store, nowMs }: Pick<SyncServices, 'store' | 'nowMs'>) {
  const requests = rateLimit(REQUESTS_PER_MINUTE)
  return async (
    { territory, device, revoked }: Pick<Session, 'territory' | 'device' | 'revoked'>,
    asked: { readonly bytes?: number; readonly records?: number },
  ): Promise<void> => {
    if (!revoked) return
    requests.count(device, nowMs())
    const { bytes = 0, records = 0 } = asked
    const fits = await store.transaction((tx) =>
      tx.quarantine.addToQuota(territory, device, { bytes, records }, REVOKED_QUOTA),
    )
    if (!fits) throw new Problem('device-revoked')
  }
}
