/** A small seeded generator (mulberry32): the same seed gives the same walk on every machine. */
export interface Random {
  /** From `min` (0) up to, not including, `max` (1). */
  uniform(min?: number, max?: number): number
  /** Standard normal. */
  normal(): number
  pick<T>(values: readonly T[]): T
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const uniform = (min = 0, max = 1): number => min + (max - min) * next()
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return radius * Math.cos(2 * Math.PI * next())
  }
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!
  for (let i = 0; i < 8; i += 1) next()
  return { uniform, normal, pick }
}

/** A seed that is not obviously related to its parents. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193) >>> 0
    hash = (hash ^ (hash >>> 13)) >>> 0
  }
  return hash
}
