// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { deskWords, type Refusal } from '../../../../src/app/desk/shell/desk-words.ts'
import { WORDS } from '../../../../src/app/ui/words.ts'
import RefusalNotice from '../../../../src/app/desk/decisions/RefusalNotice.vue'

const words = deskWords('fr')
const shown = (contested: Refusal['contested']) =>
  mount(RefusalNotice, {
    props: {
      refusal: {
        jalon: 'decision',
        outcome: 'refused',
        id: 'x',
        code: 'conflict',
        ...(contested ? { contested } : {}),
      },
    },
    global: { provide: { [WORDS as symbol]: words } },
  })
    .text()
    .replace(/\s/g, ' ')

describe('a decision that was not applied', () => {
  it('[P11] says what stands and what was wanted, in words', () => {
    const text = shown([
      { field: 'attributes.name', base: 'A', current: 'B', wanted: 'C', clash: true },
      {
        field: 'geometry',
        base: null,
        current: { type: 'Point', coordinates: [-0.6, 43.7] },
        wanted: { type: 'LineString', coordinates: [] },
        clash: true,
      },
    ])
    expect(text).toContain('Nom du sentiermaintenant : B ; vous vouliez : C')
    expect(text).toContain(
      'Emplacementmaintenant : 43.70000, -0.60000 ; vous vouliez : un autre tracé',
    )
    expect(text).not.toContain('vous pouvez le refaire')
  })

  it('says so when nobody touched the same things', () => {
    const text = shown([
      { field: 'condition', base: null, current: null, wanted: 'bon', clash: false },
      { field: 'x-unknown', base: null, current: null, wanted: 1, clash: false },
    ])
    expect(text).toContain('vous pouvez le refaire')
    expect(text).toContain('Étatvous vouliez : Bon')
    expect(text).toContain('x-unknown')
  })
})
