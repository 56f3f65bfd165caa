/** Words that tell no name from another one. */
const STOP_WORDS = new Set(
  'a à au aux d de des du en et l la le les saint sainte st ste sur the of and'.split(' '),
)

/** A name as it is compared: lower case, no accents, no punctuation, no stop-words. */
export function normalisedName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const telling = words.filter((word) => !STOP_WORDS.has(word))
  return (telling.length > 0 ? telling : words).join(' ')
}

/**
 * How alike two names are, 0 to 1: one minus the edits between them, as a share of the longer one
 * (V. I. Levenshtein, 1966). Two empty names are not alike.
 */
export function nameSimilarity(a: string, b: string): number {
  const [first, second] = [normalisedName(a).slice(0, 200), normalisedName(b).slice(0, 200)]
  const longest = Math.max(first.length, second.length)
  return longest === 0 ? 0 : 1 - editsBetween(first, second) / longest
}

function editsBetween(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(swap, before[j]! + 1, row[j - 1]! + 1))
    }
    before = row
  }
  return before[b.length]!
}
