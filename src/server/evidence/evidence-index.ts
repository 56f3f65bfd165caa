import { LRUCache } from 'lru-cache'
import { boxesMeet, type Box } from '../../domain/geo/box.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'

export interface KnownTrail {
  readonly evidence: TrailEvidence
  /** Neighbours and places that its findings speak of. */
  readonly uses: ReadonlySet<string>
  readonly box: Box
}

/** What the feed has spoken of. */
export interface Changed {
  /** Trails, by themselves or by what names them. */
  readonly trails: ReadonlySet<string>
  /** Trails and places that the findings of others may speak of. */
  readonly things: ReadonlySet<string>
  /** Where trails that changed lie now: they may be new neighbours. */
  readonly boxes: readonly Box[]
}

/** LRU cache of evidence with inverted indexes: found again by what it is made of, forgetting costs what the change costs. */
export interface EvidenceIndex {
  /** Number of the feed that it is true of. */
  upTo: number
  get(trail: string): TrailEvidence | undefined
  put(trail: string, known: KnownTrail): void
  forget(changed: Changed): void
  clear(): void
}

/** More than one office has; beyond, the least recently used are gathered again when asked for. */
const MOST_TRAILS = 5_000
/** Side of a cell, degrees: a trail touches a few, and a few trails touch it. */
const CELL_DEG = 0.05

export function evidenceIndex(upTo: number): EvidenceIndex {
  const users = new Map<string, Set<string>>()
  const cells = new Map<string, Set<string>>()
  const trails = new LRUCache<string, KnownTrail>({
    max: MOST_TRAILS,
    dispose({ uses, box }, trail) {
      for (const thing of uses) takeOut(users, thing, trail)
      for (const cell of cellsOf(box)) takeOut(cells, cell, trail)
    },
  })
  const inBox = (box: Box) =>
    cellsOf(box)
      .flatMap((cell) => [...(cells.get(cell) ?? [])])
      .filter((trail) => boxesMeet(trails.peek(trail)!.box, box))

  return {
    upTo,
    get: (trail) => trails.get(trail)?.evidence,
    put(trail, known) {
      trails.set(trail, known)
      for (const thing of known.uses) putIn(users, thing, trail)
      for (const cell of cellsOf(known.box)) putIn(cells, cell, trail)
    },
    forget({ trails: named, things, boxes }) {
      const concerned = new Set(named)
      for (const thing of things) for (const trail of users.get(thing) ?? []) concerned.add(trail)
      for (const box of boxes) for (const trail of inBox(box)) concerned.add(trail)
      for (const trail of concerned) trails.delete(trail)
    },
    clear: () => trails.clear(),
  }
}

function cellsOf([west, south, east, north]: Box): string[] {
  const cells: string[] = []
  for (let x = Math.floor(west / CELL_DEG); x <= Math.floor(east / CELL_DEG); x++) {
    for (let y = Math.floor(south / CELL_DEG); y <= Math.floor(north / CELL_DEG); y++) {
      cells.push(`${x}:${y}`)
    }
  }
  return cells
}

function putIn(index: Map<string, Set<string>>, key: string, trail: string): void {
  index.set(key, (index.get(key) ?? new Set()).add(trail))
}

function takeOut(index: Map<string, Set<string>>, key: string, trail: string): void {
  const all = index.get(key)
  all?.delete(trail)
  if (all?.size === 0) index.delete(key)
}
