import { parseFixFile, type FixFile } from '../../domain/observation/fix-file.ts'
import type { TrackObservation } from '../../domain/observation/observation.ts'
import { readTrailFile } from '../evidence/trail-evidence.ts'
import { cacheKeyOfWalks, LEAST_WALKS, walksThatCount } from '../evidence/joint-assessment-cache.ts'
import { DamagedBlob, type Blobs } from '../storage/blobs/blobs.ts'
import type { ChecksServices } from './checks-services.ts'
import type { StoredObservation } from '../storage/records.ts'
import type { JointWalk } from './jobs.ts'
import type { WorkerPool } from './worker-pool.ts'

/**
 * Lays the walks of a trail together, when they or its line have changed since the last time. Tells
 * whether anything new is known.
 */
export async function assessJointWalks(
  { store, blobs, evidence }: Pick<ChecksServices, 'store' | 'blobs' | 'evidence'>,
  pool: WorkerPool,
  territory: string,
  id: string,
): Promise<boolean> {
  const found = await store.read(async (tx) => {
    const trail = await tx.catalogue.get(territory, 'trail', id)
    if (!trail || trail.properties.deleted) return null
    const { observations, answers } = await readTrailFile(tx, territory, trail, evidence)
    const isRefused = (one: string) => answers.get(one)?.properties.outcome === 'refused'
    const walks = walksThatCount(observations, isRefused)
    const accounts = await tx.people.getAccounts(territory, [
      ...new Set(walks.map(({ account }) => account)),
    ])
    const names = new Map(accounts.map(({ id: account, pseudonym }) => [account, pseudonym]))
    return { trail, walks, names }
  })
  if (!found || found.walks.length < LEAST_WALKS) return false
  const { trail, walks, names } = found
  const cacheKey = cacheKeyOfWalks(trail, walks)
  if (evidence.jointAssessments.get(trail, cacheKey)) return false
  const recorded: JointWalk[] = []
  for (const walk of walks) {
    const file = await readFixes(blobs, territory, walk)
    const name = names.get(walk.account)
    if (!file) continue
    const { id: observation } = walk.observation
    recorded.push({ id: observation, file, contributor: walk.account, ...(name ? { name } : {}) })
  }
  if (recorded.length < LEAST_WALKS) return false
  const line = trail.geometry.coordinates
  const assessment = await pool.run({ kind: 'check-walks', line, walks: recorded })
  evidence.jointAssessments.put(trail, cacheKey, assessment)
  return true
}

/** The raw fixes of a walk, as long as the law lets them be kept. */
export async function readFixes(
  blobs: Blobs,
  territory: string,
  { observation }: Pick<StoredObservation, 'observation'>,
): Promise<FixFile | null> {
  const { fixes } = (observation as TrackObservation).properties
  const file = await lookForFixes(blobs, territory, fixes.sha256)
  return typeof file === 'string' ? null : file
}

/** `absent`: not there, or spoiled where it lies; a good copy may come back. `unreadable`: for good. */
export async function lookForFixes(
  blobs: Blobs,
  territory: string,
  sha256: string,
): Promise<FixFile | 'absent' | 'unreadable'> {
  const bytes = await blobs.read(territory, sha256).catch((error: unknown) => {
    // Spoiled where it lies, which the server's own watcher has heard of.
    if (error instanceof DamagedBlob) return undefined
    throw error
  })
  if (!bytes) return 'absent'
  try {
    return parseFixFile(JSON.parse(new TextDecoder().decode(bytes))) ?? 'unreadable'
  } catch {
    // Not JSON: said by the caller, who knows which walk it is.
    return 'unreadable'
  }
}
