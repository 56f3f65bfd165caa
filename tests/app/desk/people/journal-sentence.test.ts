import { describe, expect, it } from 'vitest'
import { journalSentence } from '../../../../src/app/desk/people/journal-sentence.ts'
import { deskWords } from '../../../../src/app/desk/shell/desk-words.ts'
import { JOURNAL_ACTIONS, type JournalRow } from '../../../../src/contract/journal.ts'
import { DECISION_SCHEMAS } from '../../../../src/domain/catalogue/decision.ts'

const AT = '2026-11-20T09:00:00.000Z'
const DETAILS = { role: 'tester', code: 'wrong-device', created: 3, rejected: 1, device: 'x' }
const REFUSALS = ['conflict', 'gate-closed', 'not-last', 'deleted', 'invalid', 'already-answered']

function row(action: string, more: Partial<JournalRow> = {}): JournalRow {
  return { id: 'x', at: AT, actor: 'Odile', action, subject: 'y', details: DETAILS, ...more }
}

describe.each(['fr', 'en'] as const)('the journal in %s', (language) => {
  const words = deskWords(language)
  const say = (one: JournalRow) => journalSentence(one, words)
  const isASentence = (text: string, codes: readonly string[]) => {
    expect(text).toMatch(/^\p{Ll}.{8,}/u)
    expect(text).not.toMatch(/[{}]|desk\.|undefined/)
    for (const code of codes) expect(text).not.toContain(code)
  }

  it.each(JOURNAL_ACTIONS.filter((action) => action !== 'decided'))(
    '[P29] says %s in words, whether or not it knows to whom it was done',
    (action) => {
      for (const more of [{}, { label: 'Maïté' }]) isASentence(say(row(action, more)), ['wrong-'])
      if (action === 'revoked') expect(say(row(action, { label: 'Maïté' }))).toContain('Maïté')
    },
  )

  it.each(Object.keys(DECISION_SCHEMAS))(
    '[P29] says the decision %s, taken or refused',
    (action) => {
      const decided = (outcome: string, more: Partial<JournalRow> = {}) =>
        say(row('decided', { details: { action, outcome, decision: 'x' }, ...more }))
      const taken = decided('applied')
      const named = decided('applied', { label: 'Les lavoirs' })
      isASentence(taken, [])
      expect(named).toMatch(/: Les lavoirs$/)
      const refused = REFUSALS.map((code) => decided(code, { label: 'Les lavoirs' }))
      expect(new Set(refused).size).toBe(REFUSALS.length)
      for (const one of refused) {
        isASentence(
          one,
          REFUSALS.filter((code) => code.includes('-')),
        )
        expect(one).toContain('Les lavoirs')
        expect(one.startsWith(taken)).toBe(false)
      }
    },
  )

  it('[P14] shows as they are codes that a later version wrote', () => {
    expect(say(row('ascended'))).toBe('ascended')
    expect(say(row('ascended', { label: 'Maïté' }))).toMatch(/^ascended.?: Maïté$/)
    const decided = (action: string, outcome: string) =>
      say(row('decided', { details: { action, outcome } }))
    expect(decided('bless', 'applied')).toBe('bless')
    expect(decided('bless', 'too-late')).toMatch(/bless.*too-late/)
    expect(say(row('taken-in', { details: { code: 'too-odd' } }))).toContain('too-odd')
    expect(say(row('invited', { details: { role: 'bishop' } }))).toContain('bishop')
  })
})
