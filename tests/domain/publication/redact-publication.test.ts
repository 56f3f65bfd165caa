import { describe, expect, it } from 'vitest'
import { publicationFile } from '../../../src/domain/publication/publication-file.ts'
import {
  redactPublication,
  type Redaction,
} from '../../../src/domain/publication/redact-publication.ts'
import { aHeritageEntity, aTrail } from '../../support/records.ts'

const ON = '2026-11-23'
const PHOTO = 'a'.repeat(64)

describe('what the law takes out of a frozen version', () => {
  const near = aHeritageEntity({ text: 'Mon lavoir.', photos: [{ sha256: PHOTO, alt: 'Moi' }] })
  const far = aHeritageEntity({ text: 'Mon lavoir.' }, [-0.5, 43.7])
  const file = publicationFile({
    trail: aTrail(),
    number: 3,
    heritage: [near, far],
    tested: { tests: 1 },
    office: 'Office',
    licence: { name: 'LO', url: 'https://exemple.fr/lo' },
    photoHref: (sha256) => `/p/${sha256}.jpg`,
  })
  const nothing: Redaction = { points: new Set(), texts: new Map(), photos: new Set(), on: ON }

  it('[P28] is the same file when nothing has to go', () => {
    expect(redactPublication(file, nothing)).toBeNull()
    const elsewhere = new Map([[near.id, new Set(['Le lavoir, dit l’office.'])]])
    expect(redactPublication(file, { ...nothing, texts: elsewhere })).toBeNull()
  })

  it('[P28] takes a person’s words from the point that bears them, and from no other', () => {
    const texts = new Map([[near.id, new Set(['Mon lavoir.'])]])
    const redacted = redactPublication(file, { ...nothing, texts })!
    const points = new Map(redacted.features.slice(1).map((one) => [one.id, one]))
    expect(points.get(near.id)!.properties).not.toHaveProperty('text')
    expect(points.get(near.id)!.properties).toMatchObject({ redacted: ['text'] })
    expect(points.get(far.id)!).toEqual(file.features.find(({ id }) => id === far.id))
    expect(redacted.redacted).toEqual([{ id: near.id, members: ['text'], on: ON }])
    expect(redacted.features[0]).toEqual(file.features[0])
  })

  it('[P28] takes a whole point away, and the box no longer tells where it was', () => {
    const redacted = redactPublication(file, { ...nothing, points: new Set([far.id]) })!
    expect(redacted.features.map(({ id }) => id)).not.toContain(far.id)
    expect(file.bbox[2]).toBe(-0.5)
    expect(redacted.bbox[2]).toBe(-0.68)
  })

  it('[P28] a second time says both in one line', () => {
    const first = redactPublication(file, { ...nothing, photos: new Set([PHOTO]) })!
    const texts = new Map([[near.id, new Set(['Mon lavoir.'])]])
    const second = redactPublication(first, { ...nothing, texts, on: '2026-12-01' })!
    const said = [{ id: near.id, members: ['photos', 'text'], on: '2026-12-01' }]
    expect(second.redacted).toEqual(said)
    expect(second.features[1]!.properties).toMatchObject({ redacted: ['photos', 'text'] })
    expect(redactPublication(second, { ...nothing, texts })).toBeNull()
  })
})
