import { foldAccents } from '../../../domain/observation/fold-accents.ts'
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

/** @param searchText what is searched in a trail: see `searchTextOf` */
export function isChosen(
  entry: PublishedEntry,
  choice: Choice,
  searchText: (entry: PublishedEntry) => string,
): boolean {
  const { lengthM, communes, difficulty, themes } = entry.trail.properties
  const [least, most] = LENGTHS[choice.longueur ?? 'court']
  return (
    (choice.longueur === undefined || (lengthM >= least && lengthM < most)) &&
    (choice.commune === undefined || !!communes?.some(({ code }) => code === choice.commune)) &&
    (choice.difficulte === undefined || difficulty === choice.difficulte) &&
    (choice.theme === undefined || !!themes?.includes(choice.theme)) &&
    (choice.q === undefined || holdsWords(searchText(entry), choice.q))
  )
}

/** Every word asked for is somewhere in what the trail says of itself, accents and case aside. */
function holdsWords(searchText: string, asked: string): boolean {
  return folded(asked)
    .split(/\s+/)
    .every((word) => searchText.includes(word))
}

/** Full-text search text of a trail: what it says of itself, accents and case aside. */
export function searchTextOf({ trail, heritage }: PublishedEntry): string {
  const { name, shortPresentation, presentation, departure, communes = [] } = trail.properties
  const places = [...communes, ...heritage.map(({ properties }) => properties)]
  const texts = [name, shortPresentation, presentation, departure, ...places.map((p) => p.name)]
  return folded(texts.filter(Boolean).join(' '))
}

function folded(text: string): string {
  return foldAccents(text).replaceAll('’', "'")
}
