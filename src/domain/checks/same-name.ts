import { distance } from 'fastest-levenshtein'
import { foldAccents } from '../observation/fold-accents.ts'

/** Words that tell no name from another one. */
const STOP_WORDS = new Set(
  'a à au aux d de des du en et l la le les saint sainte st ste sur the of and'.split(' '),
)

/** A name as it is compared: lower case, no accents, no punctuation, no stop-words. */
export function normalisedName(name: string): string {
  const words = foldAccents(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !STOP_WORDS.has(word))
  return (telling.length > 0 ? telling : words).join(' ')
}

/**
 * Normalised Levenshtein similarity, 0 to 1: one minus the edits between two names, as a share of the longer
 * one (V. I. Levenshtein, 1966). Two empty names are not alike.
 */
export function nameSimilarity(a: string, b: string): number {
  const [first, second] = [normalisedName(a).slice(0, 200), normalisedName(b).slice(0, 200)]
  const longest = Math.max(first.length, second.length)
  return longest === 0 ? 0 : 1 - distance(first, second) / longest
}
