import { describe, expect, it } from 'vitest'
import type { TrailAttributes } from '../../../src/domain/catalogue/trail-attributes.ts'
import { publishTrail } from '../../../src/domain/publication/published-trail.ts'
import { toRandonnee } from '../../../src/domain/publication/schema-randonnee.ts'
import { aTrail } from '../../support/records.ts'

const LICENCE = { name: 'Licence Ouverte 2.0', url: 'https://example.org/licence' }
const OPEN = [
  [-0.6, 43.68, 50],
  [-0.59, 43.69, 80],
]

function exported(attributes: Partial<TrailAttributes>, line = OPEN, contact?: string) {
  const bare = aTrail({ line })
  const properties = {
    ...bare.properties,
    attributes: { ...bare.properties.attributes, ...attributes },
  }
  const trail = publishTrail({ ...bare, properties }, 1, { tests: 1 }, LICENCE)
  return toRandonnee({
    trail,
    heritage: [],
    office: 'Office d’essai',
    ...(contact === undefined ? {} : { contact }),
    url: 'https://example.org/sentiers/x',
    publishedOn: '2026-11-20',
    absolute: (href) => `https://example.org${href}`,
  }).properties
}

describe('the national exchange format', () => {
  it('has every required text, even of a trail that says nothing of itself', () => {
    expect(exported({})).toMatchObject({
      producteur: 'Office d’essai',
      pratique: 'pédestre',
      depart: 'Boucle d’essai',
      arrivee: 'Boucle d’essai',
      instructions: '',
    })
  })

  it('leaves out what is not known: null fails in readers that follow the schema', () => {
    expect(Object.values(exported({}))).not.toContain(null)
    expect(exported({})).not.toHaveProperty('type_itineraire')
  })

  it('does not call a loop what is open', () => {
    expect(exported({ routeType: 'boucle' })).not.toHaveProperty('type_itineraire')
    const closed = [...OPEN, OPEN[0]!]
    expect(exported({ routeType: 'boucle' }, closed)['type_itineraire']).toBe('boucle')
  })

  it('says an unknown practice is another one, and keeps commas out of lists', () => {
    expect(exported({ practice: 'echasses' })['pratique']).toBe('autre')
    const communes = [
      { name: 'Saint-Sever, le bourg', code: '40282' },
      { name: 'Banos', code: '40024' },
    ]
    expect(exported({ communes })['communes_nom']).toBe('Saint-Sever  le bourg, Banos')
  })

  it('holds no markup, and a contact only when it is an address', () => {
    expect(exported({ presentation: '<p>Un <b>lavoir</p' })['presentation']).toBe('Un lavoir')
    expect(exported({}, OPEN, 'Mme Dupont')).not.toHaveProperty('contact')
    expect(exported({}, OPEN, 'a@example.org')['contact']).toBe('a@example.org')
  })

  it('rounds what the schema wants whole', () => {
    const { longueur, denivele_positif: up, duree } = exported({})
    expect(Number.isInteger(up)).toBe(true)
    expect(Number.isInteger(longueur)).toBe(true)
    expect(duree).toBeGreaterThan(0)
  })
})
