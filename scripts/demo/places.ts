import { measureLine, positionAt } from '../../src/domain/geo/chainage.ts'
import { fromPlane, toPlane } from '../../src/domain/geo/plane.ts'
import { createRandom, mixSeed } from '../../tests/support/simulator/random.ts'
import type { Ledger } from './ledger.ts'
import type { Picture } from './pictures.ts'
import type { DrawnTrail, Walked } from './walks.ts'

/** Something seen on the way, so far along the trail (0 to 1) and so many metres to its left. */
export interface Place {
  readonly share: number
  readonly leftM?: number
  readonly picture?: Picture
  readonly alt?: string
}

export interface HeritageSeen extends Place {
  readonly heritageKind: string
  readonly name?: string
  readonly condition?: string
  readonly access?: string
  readonly ownership?: string
  readonly protection?: string
  readonly materials?: readonly string[]
  readonly period?: string
  readonly text?: string
  readonly sameAs?: string
}

export interface ReportSeen extends Place {
  readonly category: string
  readonly subtype?: string
  readonly magnitude: 0 | 1 | 2
  readonly text?: string
}

/** Writes down what people tagged while walking. Photos come from the drawings. */
export class Field {
  readonly #ledger: Ledger
  readonly #photos: ReadonlyMap<Picture, object>

  constructor(ledger: Ledger, photos: ReadonlyMap<Picture, object>) {
    this.#ledger = ledger
    this.#photos = photos
  }

  heritage(trail: DrawnTrail, walked: Walked, seen: HeritageSeen): string {
    return this.#point(trail, walked, seen, {
      kind: 'heritage-point',
      ...said(seen),
      ...this.#photosOf(seen),
    })
  }

  report(trail: DrawnTrail, walked: Walked, seen: ReportSeen): string {
    return this.#point(trail, walked, seen, {
      kind: 'trail-report',
      ...said(seen),
      ...this.#photosOf(seen),
    })
  }

  allClear(trail: DrawnTrail, walked: Walked, share: number): string {
    return this.#point(trail, walked, { share }, { kind: 'all-clear', scope: 'here' })
  }

  #point(
    trail: DrawnTrail,
    walked: Walked,
    { share, leftM = 0 }: Place,
    properties: Record<string, unknown>,
  ): string {
    const atMs = Math.round(walked.startAtMs + share * (walked.endAtMs - walked.startAtMs))
    const random = createRandom(mixSeed(trail.seed, Math.round(share * 1e4), walked.endAtMs % 9973))
    const accuracyM = Math.round(random.uniform(3, 9) * 10) / 10
    const [lon, lat] = beside(trail, share, leftM, random.normal() * 2, random.normal() * 2)
    return this.#ledger.observe(
      walked.by,
      atMs,
      { type: 'Point', coordinates: [lon, lat] },
      { trail: trail.id, walk: walked.id, placedBy: 'fix', accuracyM, ...properties },
      walked.endAtMs + 3_600_000,
    )
  }

  #photosOf({ picture, alt }: Place): { photos?: object[] } {
    const photo = picture && this.#photos.get(picture)
    return photo ? { photos: [{ ...photo, ...(alt ? { alt } : {}) }] } : {}
  }
}

/** What goes into the record; where and how it was drawn does not. */
function said(seen: Place): Record<string, unknown> {
  const drawn = ['share', 'leftM', 'picture', 'alt']
  return Object.fromEntries(Object.entries(seen).filter(([name]) => !drawn.includes(name)))
}

function beside(trail: DrawnTrail, share: number, leftM: number, dx: number, dy: number): number[] {
  const line = measureLine(trail.line)
  const here = positionAt(line, share * line.path.lengthM)
  const ahead = positionAt(line, Math.min(line.path.lengthM, share * line.path.lengthM + 8))
  const a = toPlane(line.plane, here[0]!, here[1]!)
  const b = toPlane(line.plane, ahead[0]!, ahead[1]!)
  const heading = Math.atan2(b.y - a.y, b.x - a.x)
  const x = a.x - leftM * Math.sin(heading) + dx
  const y = a.y + leftM * Math.cos(heading) + dy
  return fromPlane(line.plane, x, y).map((value) => Math.round(value * 1e6) / 1e6)
}
