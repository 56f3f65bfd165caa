import { RULES } from '../../domain/checks/thresholds.ts'
import type { Observation, TrackObservation } from '../../domain/observation/observation.ts'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import type { TrailToCheck } from '../../domain/checks/check-trail.ts'
import type { AssessedWalk } from '../evidence/assessed-walk.ts'
import { declaredOf } from '../evidence/declared-of.ts'
import { isErased } from '../storage/blobs/is-erased.ts'
import { readSurroundings } from '../evidence/trail-surroundings.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { ChecksServices } from './checks-services.ts'
import { assessJointWalks, lookForFixes } from './joint-walks.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Runs the checks again on every track that is received, in a worker thread, in order. */
export interface Assessor {
  /** Observations that have just been received; those that are no track only move their trail. */
  readonly received: (territory: string, observations: readonly Observation[]) => void
  /** The reference line of a trail changed: every walk of it is compared again. */
  readonly referenceChanged: (territory: string, trail: string) => void
  /** Something about a trail was answered: walks that were refused, or are no longer, may change. */
  readonly answered: (territory: string, trail: string) => void
  /** Whatever was left undone when the server stopped, or was done by older rules. */
  readonly catchUp: () => Promise<void>
  /** Resolves when nothing is left to do. */
  readonly idle: () => Promise<void>
}

/** Null object: a server that runs no checks, where nothing follows what is received. */
export const NO_ASSESSOR: Assessor = {
  received: () => undefined,
  referenceChanged: () => undefined,
  answered: () => undefined,
  catchUp: () => Promise.resolve(),
  idle: () => Promise.resolve(),
}

export function createAssessor(services: ChecksServices, pool: WorkerPool): Assessor {
  const { store, blobs, events, evidence, log } = services
  let last: Promise<void> = Promise.resolve()
  const asked = new Set<string>()

  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch((error: unknown) => {
      log.error({ err: error }, 'a walk could not be assessed')
    })
  }

  const assess = async (territory: string, id: string): Promise<void> => {
    const { stored, trail } = await store.read(async (tx) => {
      const stored = await tx.observations.get(territory, id)
      const named = stored?.observation.properties.trail
      return {
        stored,
        trail: named ? await tx.catalogue.get(territory, 'trail', named) : undefined,
      }
    })
    if (!stored) return
    const outcome = await compute(territory, stored.observation as TrackObservation, trail)
    const madeAt = new Date(services.nowMs()).toISOString()
    const row = { observation: id, rules: RULES, madeAt }
    if (outcome === 'never') await store.transaction((tx) => tx.assessments.giveUp(territory, row))
    else if (outcome !== 'not-now') {
      const { rules } = outcome
      await store.transaction((tx) =>
        tx.assessments.put(territory, { ...row, rules, assessment: outcome }),
      )
    }
    if (!trail) return
    await tell(territory, [trail.id])
    foreseeTogether(territory, trail.id)
  }

  /** Tracks are assessed, one after the other; of all the rest, the trails are told of, each once. */
  const lookAt = async (territory: string, observations: readonly Observation[]): Promise<void> => {
    const trails = new Set<string>()
    for (const { id, properties } of observations) {
      if (properties.kind === 'track') inTurn(() => assess(territory, id))
      else if (properties.trail !== undefined) trails.add(properties.trail)
    }
    const moved = await store.ask((tx) => tx.catalogue.getMany(territory, 'trail', [...trails]))
    await tell(
      territory,
      moved.map(({ id }) => id),
    )
  }

  const tell = async (territory: string, trails: readonly string[]): Promise<void> => {
    if (trails.length === 0) return
    await store.transaction(async (tx) => {
      for (const trail of trails) await tx.catalogue.touch(territory, 'trail', trail)
    })
    events.moved(territory)
  }

  /** Once for all the walks that wait, not once a walk. After a start nobody needs to be told. */
  const foreseeTogether = (territory: string, trail: string, quietly = false): void => {
    const key = `${territory}/${trail}`
    if (asked.has(key)) return
    asked.add(key)
    inTurn(async () => {
      asked.delete(key)
      const isNew = await assessJointWalks(services, pool, territory, trail)
      if (isNew && !quietly) await tell(territory, [trail])
    })
  }

  const compute = async (
    territory: string,
    track: TrackObservation,
    trail: TrailEntity | undefined,
  ): Promise<AssessedWalk | 'never' | 'not-now'> => {
    const { sha256 } = track.properties.fixes
    const file = await lookForFixes(blobs, territory, sha256)
    if (typeof file === 'string') {
      const isForGood = file === 'unreadable' || (await isErased(store, territory, sha256))
      log.warn({ observation: track.id }, `the raw fixes of a walk are ${file}`)
      return isForGood ? 'never' : 'not-now'
    }
    const walked = trail && {
      line: trail.geometry.coordinates,
      declared: declaredOf(trail.properties.attributes),
    }
    const nowMs = services.nowMs()
    const job = { kind: 'assess-walk' as const, file, trail: walked ?? null, nowMs }
    const assessment = await pool.run(job)
    return trail ? { ...assessment, trailVersion: trail.properties.version } : assessment
  }

  const tracksOf = (territory: string, trail: string) =>
    store.read(async (tx) => {
      const tracks = await tx.observations.query(territory, { trail, kind: 'track' })
      return tracks.map(({ observation }) => observation.id)
    })

  const catchUp = async (): Promise<void> => {
    const territories = await store.read((tx) => tx.territories.list())
    for (const { id: territory } of territories) {
      const without = await store.read((tx) =>
        tx.assessments.tracksWithout(territory, RULES, EVERY_TRACK),
      )
      for (const id of without) inTurn(() => assess(territory, id))
      const ids = await store.read((tx) => tx.catalogue.ids(territory, 'trail'))
      for (let at = 0; at < ids.length; at += TRAILS_AT_ONCE) {
        const some = ids.slice(at, at + TRAILS_AT_ONCE)
        const outdated = await store.read((tx) => outdatedWalks(tx, territory, some))
        for (const id of outdated) inTurn(() => assess(territory, id))
        // People are being answered at the same time.
        await new Promise((resolve) => setImmediate(resolve))
      }
      // Those that were changed last are the ones that somebody works on.
      for (const id of ids.slice(-TRAILS_FORESEEN)) {
        inTurn(() => foresee(territory, id))
        foreseeTogether(territory, id, true)
      }
    }
  }
  const foresee = async (territory: string, id: string): Promise<void> => {
    const found = await store.read(async (tx) => {
      const trail = await tx.catalogue.get(territory, 'trail', id)
      return (
        trail && { trail, around: (await readSurroundings(tx, territory, [trail])).get(trail.id)! }
      )
    })
    if (found) await evidence.lineFindings.warm(found.trail, found.around, checkLine)
  }
  const checkLine = (trail: TrailToCheck) => pool.run({ kind: 'check-line', trail })

  return {
    received(territory, observations) {
      inTurn(() => lookAt(territory, observations))
    },
    referenceChanged(territory, trail) {
      inTurn(async () => {
        for (const id of await tracksOf(territory, trail)) await assess(territory, id)
      })
    },
    answered: (territory, trail) => foreseeTogether(territory, trail),
    catchUp,
    async idle() {
      let seen: Promise<void>
      do {
        seen = last
        await seen
      } while (seen !== last)
    },
  }
}

/** Tracks of some trails that were compared with a line that is no longer in force. */
async function outdatedWalks(
  tx: StoreTransaction,
  territory: string,
  trails: readonly string[],
): Promise<readonly string[]> {
  const outdated: string[] = []
  for (const trail of await tx.catalogue.getMany(territory, 'trail', trails)) {
    const { version } = trail.properties
    if (version === 1) continue
    const tracks = await tx.observations.query(territory, { trail: trail.id, kind: 'track' })
    const ids = tracks.map(({ observation }) => observation.id)
    for (const { observation, rules, assessment } of await tx.assessments.getMany(territory, ids)) {
      if (rules !== RULES) continue
      if ((assessment as AssessedWalk).trailVersion !== version) outdated.push(observation)
    }
  }
  return outdated
}

/** Read in one go at the start. */
const TRAILS_AT_ONCE = 50
/** Trails whose findings are made ready before anybody asks: no more than are remembered. */
const TRAILS_FORESEEN = 1_000
const EVERY_TRACK = 1_000_000
