import { describe, expect, it } from 'vitest'
import { createDeskFormat } from '../../../src/app/review/desk-format.ts'
import { slugOf } from '../../../src/app/review/slug-of.ts'
import { filterTrails } from '../../../src/app/review/desk.store.ts'
import { SLUG } from '../../../src/domain/observation/ids.ts'
import type { DeskTrailRow } from '../../../src/contract/desk.ts'

const NOW_MS = Date.parse('2026-11-20T10:00:00Z')
const fr = createDeskFormat('fr', () => NOW_MS)
const en = createDeskFormat('en', () => NOW_MS)

describe('figures at the desk', () => {
  it('are written as people write them', () => {
    expect(fr.distance(8_240)).toBe('8,2 km')
    expect(en.distance(8_240)).toBe('8.2 km')
    expect(fr.distance(850.4)).toBe('850 m')
    expect(fr.duration(7_500)).toBe('2 h 05')
    expect(fr.age('2026-11-17T10:00:00Z')).toBe('il y a 3 jours')
  })

  it('write the first of a month as people do', () => {
    expect(fr.date('2026-03-01T12:00:00Z')).toBe('1er mars 2026')
    expect(fr.date('2026-03-11T12:00:00Z')).toBe('11 mars 2026')
    expect(en.date('2026-03-01T12:00:00Z')).toContain('1')
  })

  it('never say 100 % while a metre is missing', () => {
    expect(fr.percent(0.9999)).toBe('99 %')
    expect(fr.percent(1)).toBe('100 %')
  })

  it('give back a date that is none as it is', () => {
    expect(fr.date('un jour')).toBe('un jour')
    expect(fr.age('un jour')).toBe('un jour')
  })
})

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
