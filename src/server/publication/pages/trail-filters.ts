import type { PublishedEntry } from '../read-published.ts'

/** What a visitor may choose by; the names are those of the form, and of the address. */
export const LENGTHS = {
  court: [0, 5_000],
  moyen: [5_000, 10_000],
  long: [10_000, Infinity],
} as const
export type LengthChoice = keyof typeof LENGTHS

export interface Choice {
  readonly longueur?: LengthChoice
  readonly commune?: string
  readonly difficulte?: string
  readonly theme?: string
  /** Words that the trail's texts or places must hold. */
  readonly q?: string
}

/** Reads a choice from an address. What it cannot be is left out: an old link still shows trails. */
export function readChoice(query: Readonly<Record<string, string>>): Choice {
  const { longueur, commune, difficulte, theme, q } = query
  const isLength = longueur !== undefined && Object.hasOwn(LENGTHS, longueur)
  return {
    ...(isLength ? { longueur: longueur as LengthChoice } : {}),
    ...(commune ? { commune } : {}),
    ...(difficulte ? { difficulte } : {}),
    ...(theme ? { theme } : {}),
    ...(q?.trim() ? { q: q.trim().slice(0, 100) } : {}),
  }
}

export function isChosen(entry: PublishedEntry, choice: Choice): boolean {
  const { lengthM, communes, difficulty, themes } = entry.trail.properties
  const [least, most] = LENGTHS[choice.longueur ?? 'court']
  return (
    (choice.longueur === undefined || (lengthM >= least && lengthM < most)) &&
    (choice.commune === undefined || !!communes?.some(({ code }) => code === choice.commune)) &&
    (choice.difficulte === undefined || difficulty === choice.difficulte) &&
    (choice.theme === undefined || !!themes?.includes(choice.theme)) &&
    (choice.q === undefined || holdsWords(entry, choice.q))
  )
}

/** Every word asked for is somewhere in what the trail says of itself, accents and case aside. */
function holdsWords(entry: PublishedEntry, asked: string): boolean {
  const held = HELD.get(entry) ?? wordsOf(entry)
  HELD.set(entry, held)
  return folded(asked)
    .split(/\s+/)
    .every((word) => held.includes(word))
}

/** What is searched in each trail, made at the first question. */
const HELD = new WeakMap<PublishedEntry, string>()

function wordsOf({ trail, heritage }: PublishedEntry): string {
  const { name, shortPresentation, presentation, departure, communes = [] } = trail.properties
  const places = [...communes, ...heritage.map(({ properties }) => properties)]
  const texts = [name, shortPresentation, presentation, departure, ...places.map((p) => p.name)]
  return folded(texts.filter(Boolean).join(' '))
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('’', "'")
    .toLowerCase()
}

interface Named {
  readonly code: string
  readonly name: string
}
const COMMUNES = new WeakMap<readonly PublishedEntry[], readonly Named[]>()

/** The communes that published trails pass, by name; computed once a list. */
export function communesOf(entries: readonly PublishedEntry[]): readonly Named[] {
  const known = COMMUNES.get(entries) ?? communesIn(entries)
  COMMUNES.set(entries, known)
  return known
}

function communesIn(entries: readonly PublishedEntry[]): readonly Named[] {
  const byCode = new Map(
    entries.flatMap(({ trail }) =>
      (trail.properties.communes ?? []).map(({ code, name }) => [code, { code, name }] as const),
    ),
  )
  return [...byCode.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
