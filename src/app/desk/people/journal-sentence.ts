import type { JournalRow } from '../../../contract/journal.ts'
import type { DeskWords } from '../shell/desk-words.ts'
import { sayCode } from '../../ui/words.ts'

const WORDS = 'desk.people.journal'

/** What somebody did, without who and when. A code that has no words is said as it is. */
export function journalSentence(row: JournalRow, words: DeskWords): string {
  return row.action === 'decided' ? decided(row, words) : accessChanged(row, words)
}

function accessChanged({ action, details, label }: JournalRow, words: DeskWords): string {
  const { t } = words
  const isNameless = action === 'revoked' && !label
  const key = `${WORDS}.action.${isNameless ? 'revokedSomeone' : action}`
  const { role, code, ...more } = details
  const sentence = sayCode(t, key, {
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, String(value)])),
    who: label ?? '',
    role: named(`desk.people.roles.${String(role)}`, String(role), words),
    why: lowered(named(`desk.quarantine.why.${String(code)}`, String(code), words)),
  })
  return sentence === key ? withLabel(action, label, words) : sentence
}

function decided({ details, label }: JournalRow, words: DeskWords): string {
  const { t } = words
  const [action, outcome] = [String(details['action']), String(details['outcome'])]
  if (outcome === 'applied') {
    return withLabel(named(`${WORDS}.decided.${action}`, action, words), label, words)
  }
  const what = withLabel(named(`${WORDS}.wanted.${action}`, action, words), label, words)
  const then = named(`desk.conflict.${outcome}`, outcome, words)
  const why = lowered(named(`${WORDS}.why.${outcome}`, then, words))
  return t(`${WORDS}.refused`, { what, why })
}

function withLabel(said: string, label: string | undefined, { t }: DeskWords): string {
  return label ? t(`${WORDS}.about`, { said, what: label }) : said
}

function named(key: string, otherwise: string, { t }: DeskWords): string {
  const sentence = sayCode(t, key)
  return sentence === key ? otherwise : sentence
}

/** A sentence inside another one. */
function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
