import { describe, expect, it } from 'vitest'
import { failureSentence, titleOf } from '../../../../src/app/desk/shell/desk-words.ts'
import { findingSentence } from '../../../../src/app/ui/finding-sentence.ts'
import { deskWords } from '../../../../src/app/desk/shell/desk-words.ts'
import { fakeFinding, fakeIds, fakeTrail } from '../../../support/fake-desk-api.ts'
import { heritage, report, walk } from '../../../support/fake-desk-data.ts'

const trail = fakeTrail(fakeIds(800)(), 'Essai')
describe.each(['fr', 'en'] as const)('the desk in %s', (language) => {
  const words = deskWords(language)

  it('names every kind of observation, known codes or not', () => {
    const list = [
      walk(trail, [[0, 100]]),
      heritage(trail, [0, 43], {}),
      heritage(trail, [0, 43], { name: 'Source', heritageKind: 'genre-de-2031' }),
      report(trail, [0, 43], { subtype: 'efface' }),
      report(trail, [0, 43], { category: 'categorie-de-2031', subtype: 'x' }),
    ]
    for (const one of list) expect(titleOf(one, words)).not.toMatch(/desk\.|\{/)
  })

  it('says a finding in a sentence with its figures', () => {
    const finding = fakeFinding('CMP-05', [0, 43], { intervalM: [500, 640], value: 140 })
    expect(findingSentence(finding, words)).not.toMatch(/checks\.|\{/)
  })

  it('has one sentence for every failure', () => {
    const problem = { problem: 'not-a-trail', params: { reason: 'unknown-format' } } as const
    for (const failure of [
      { ok: false, why: 'no-network' },
      { ok: false, why: 'stranger', status: 200 },
      { ok: false, why: 'problem', status: 422, problem },
      { ok: false, why: 'problem', status: 422, problem: { problem: 'not-a-trail' } },
    ] as const) {
      expect(failureSentence(failure, words)).not.toMatch(/desk\.|formats\.|problems\.|\{/)
    }
  })
})
