import { drawLine } from './draw-line.ts'
import type { Ledger } from './ledger.ts'
import type { Picture } from './pictures.ts'
import { Field } from './places.ts'
import { tellOpenTrails } from './story-open-trails.ts'
import { tellFreshTrails } from './story-fresh-trails.ts'
import { tellOlderTrails } from './story-older-trails.ts'
import { DEMO_TRAILS, type DemoTrailKey } from './trails.ts'
import type { Telling } from './telling.ts'

/** Tells the whole demonstration, oldest things first for each trail. */
export function tellStory(ledger: Ledger, photos: ReadonlyMap<Picture, object>): void {
  const keys = Object.keys(DEMO_TRAILS) as DemoTrailKey[]
  const trails = Object.fromEntries(
    keys.map((key, i) => {
      const { seed, drawing, attributes } = DEMO_TRAILS[key]
      const line = drawLine(drawing, seed)
      const atMs = ledger.at(key === 'bastide' ? 460 : 240 - 3 * i, 9, i)
      const id = ledger.newId(atMs)
      ledger.decide(
        'create-trail',
        id,
        atMs,
        { attributes },
        { type: 'LineString', coordinates: line },
      )
      return [key, { seed, drawing, attributes, id, line }]
    }),
  ) as unknown as Telling['trails']
  const telling = { ledger, field: new Field(ledger, photos), trails }
  tellOlderTrails(telling)
  tellFreshTrails(telling)
  tellOpenTrails(telling)
}
