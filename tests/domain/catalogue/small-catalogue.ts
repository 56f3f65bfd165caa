import { isTrail } from '../../../src/domain/catalogue/change-trail.ts'
import type { Decision } from '../../../src/domain/catalogue/decision.ts'
import { TRAIL, decide, fold, idOf, lineFrom, observe, photo, pointAt } from './sample-decisions.ts'

/** One trail, a wash-house, its double under another id, a fallen tree. */
export const [LAVOIR, DOUBLE, FALLEN] = [idOf(50), idOf(51), idOf(52)]
export const seen = observe(10, 'heritage-point', {
  name: 'Lavoir',
  condition: 'bon',
  photos: [photo('a')],
})
export const again = observe(11, 'heritage-point', {
  name: 'Vieux lavoir',
  photos: [photo('a'), photo('b')],
  trail: idOf(3),
})
export const third = observe(12, 'heritage-point', { photos: [photo('c')] }, pointAt(-0.49))
export const tree = observe(13, 'trail-report', { magnitude: 2 })
export const treeAgain = observe(14, 'trail-report', { magnitude: 1 })
export const walk = observe(15, 'track')
const FIELD = [seen, again, third, tree, treeAgain, walk]

export const based = (n: number) => ({ basedOn: idOf(n) })
export const trail = decide(
  100,
  'create-trail',
  TRAIL,
  { attributes: { name: 'Boucle', slug: 'boucle' } },
  lineFrom(-0.5),
)
export const lavoir = decide(101, 'accept', LAVOIR, { observation: seen.id })
export const fallen = decide(102, 'accept', FALLEN, { observation: tree.id })
export const double = decide(103, 'accept', DOUBLE, { observation: third.id })
const START = [trail, lavoir, fallen, double]

/** What comes of one more decision after the start. */
export function after(...decisions: Decision[]) {
  const catalogue = fold([...START, ...decisions], FIELD)
  return {
    ...catalogue,
    codes: catalogue.refused.map((one) => one.code),
    trail: [...catalogue.entities.values()].find(isTrail)!.properties,
    of: (id: string) => catalogue.entities.get(id)!,
  }
}
