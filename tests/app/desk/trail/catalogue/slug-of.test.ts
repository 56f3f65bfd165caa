import { describe, expect, it } from 'vitest'
import { slugOf } from '../../../../../src/app/desk/trail/catalogue/slug-of.ts'
import { filterTrails } from '../../../../../src/app/desk/queue/desk.store.ts'
import { SLUG } from '../../../../../src/domain/observation/ids.ts'
import type { DeskTrailRow } from '../../../../../src/contract/desk.ts'

describe('slugOf', () => {
  it.each([
    ['Tour de l’Adour (12 km)', 'tour-de-l-adour-12-km'],
    ['  Œillon — Haÿ ', 'oeillon-hay'],
    ['!!!', ''],
  ])('%s → %s', (name, slug) => expect(slugOf(name)).toBe(slug))

  it('is a valid address, however long the name', () => {
    expect(slugOf(`${'a'.repeat(79)} bc`)).toMatch(SLUG)
    expect(slugOf('Grande boucle '.repeat(20)).length).toBeLessThanOrEqual(80)
  })
})

describe('filterTrails', () => {
  const row = (name: string, more: Partial<DeskTrailRow> = {}): DeskTrailRow => ({
    id: name,
    name,
    slug: 'x',
    status: { id: 'to-test' },
    lengthM: 1,
    undecided: 0,
    bbox: [0, 0, 0, 0],
    ...more,
  })
  const rows = [row('Forêt de Maylis', { undecided: 2 }), row('Tour', { status: { id: 'ready' } })]
  const none = { text: '', status: '', waiting: false } as const

  it('finds without accents and capitals', () => {
    expect(filterTrails(rows, { ...none, text: ' foret' })).toEqual([rows[0]])
  })
  it('keeps what waits, or what has a status', () => {
    expect(filterTrails(rows, { ...none, waiting: true })).toEqual([rows[0]])
    expect(filterTrails(rows, { ...none, status: 'ready' })).toEqual([rows[1]])
    expect(filterTrails(rows, none)).toEqual(rows)
  })
})
