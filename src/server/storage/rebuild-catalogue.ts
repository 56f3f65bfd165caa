import { canonicalJson } from '../../domain/observation/canonical.ts'
import type { CatalogueEntity } from '../../domain/catalogue/entity.ts'
import type { Observation } from '../../domain/observation/observation.ts'
import { foldCatalogue } from '../../domain/catalogue/fold-catalogue.ts'
import type { Store, StoreTransaction } from './store.ts'

const KINDS = ['trail', 'heritage-point', 'trail-report', 'answer'] as const
const APPLIED = 'applied'
const PAGE = 500

export interface Rebuilt {
  readonly decisions: number
  readonly entities: number
  /** Ids that the projection had otherwise, lacked, or should not have had; empty: it was right. */
  readonly different: readonly string[]
}

/**
 * Folds the decisions of a territory again from the log and compares the outcome with the catalogue,
 * entity by entity. Where they differ, the log is right: the catalogue is written anew.
 */
export async function rebuildCatalogue(store: Store, territory: string): Promise<Rebuilt> {
  return store.transaction(async (tx) => {
    await tx.feed.hold(territory)
    const decisions = (await tx.decisions.list(territory)).filter(
      ({ outcome }) => outcome === APPLIED,
    )
    const observations = await observationsOf(tx, territory)
    const { entities, answers } = foldCatalogue(
      decisions.map(({ decision }) => decision),
      (id) => observations.get(id),
    )
    const folded = new Map<string, CatalogueEntity>()
    for (const entity of [...entities.values(), ...answers.values()]) {
      folded.set(keyOf(entity), entity)
    }
    const known = new Map<string, CatalogueEntity>()
    for (const kind of KINDS) {
      for (const entity of await tx.catalogue.list(territory, kind)) {
        known.set(keyOf(entity), entity)
      }
    }
    const different = [...new Set([...folded.keys(), ...known.keys()])].filter(
      (key) => text(folded.get(key)) !== text(known.get(key)),
    )
    if (different.length > 0) {
      await tx.catalogue.clear(territory)
      await tx.catalogue.put(territory, [...folded.values()])
    }
    return { decisions: decisions.length, entities: folded.size, different }
  })
}

async function observationsOf(tx: StoreTransaction, territory: string) {
  const found = new Map<string, Observation>()
  for (let after = 0; ;) {
    const page = await tx.observations.query(territory, { after, limit: PAGE })
    for (const { observation } of page) found.set(observation.id, observation)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return found
    after = last.seq
  }
}

function keyOf({ id, properties }: CatalogueEntity): string {
  return `${properties.kind}:${id}`
}

function text(entity: CatalogueEntity | undefined): string {
  return entity === undefined ? '' : canonicalJson(entity)
}
