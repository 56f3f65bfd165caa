import { LRUCache } from 'lru-cache'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import { checkTrail, type TrailToCheck } from '../../domain/checks/check-trail.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import { declaredOf } from './declared-of.ts'
import type { TrailSurroundings } from './trail-surroundings.ts'

/**
 * LRU cache of the findings on reference lines. The key is the decision that made the line and what lies around it,
 * so that two processes on one store never say different things.
 */
export interface LineFindingsCache {
  /** Findings on the line of a trail: from the cache, else checked now. */
  readonly of: (trail: TrailEntity, around: TrailSurroundings) => readonly Finding[]
  /** Cache warming: checks a line ahead of the first question, away from the thread that answers. */
  readonly warm: (
    trail: TrailEntity,
    around: TrailSurroundings,
    check: (line: TrailToCheck) => Promise<readonly Finding[]>,
  ) => Promise<void>
}

/** Trails of one office are some hundreds; beyond, the least recently used are checked again when asked for. */
const MOST_TRAILS = 2_000

export function lineFindingsCache(): LineFindingsCache {
  const known = new LRUCache<string, { cacheKey: string; findings: readonly Finding[] }>({
    max: MOST_TRAILS,
  })
  const get = (trail: TrailEntity, around: TrailSurroundings) => {
    const before = known.get(idOf(trail))
    return before?.cacheKey === cacheKeyOf(trail, around) ? before.findings : undefined
  }
  const put = (trail: TrailEntity, around: TrailSurroundings, findings: readonly Finding[]) => {
    known.set(idOf(trail), { cacheKey: cacheKeyOf(trail, around), findings })
    return findings
  }
  return {
    of: (trail, around) =>
      get(trail, around) ?? put(trail, around, checkTrail(toCheck(trail, around))),
    async warm(trail, around, check) {
      if (!get(trail, around)) put(trail, around, await check(toCheck(trail, around)))
    },
  }
}

function toCheck(
  { geometry, properties }: TrailEntity,
  { otherTrails, places, territory }: TrailSurroundings,
): TrailToCheck {
  const declared = declaredOf(properties.attributes)
  return { geometry, declared, otherTrails, places, ...(territory ? { territory } : {}) }
}

function cacheKeyOf({ properties }: TrailEntity, { cacheKey }: TrailSurroundings): string {
  return `${properties.decision} ${cacheKey}`
}

function idOf({ id, properties }: TrailEntity): string {
  return `${properties.territory}/${id}`
}
