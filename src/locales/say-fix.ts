import { figures } from './figures.ts'
import type { Language, Translate } from './translate.ts'

interface Counts {
  readonly vertices: number
  readonly lengthM: number
}

/** What a proposed fix must have to be put into words. */
export type SayableFix =
  | {
      readonly kind: 'line'
      readonly check: string
      readonly intervalM?: readonly [number, number]
      readonly before: Counts
      readonly after: Counts
    }
  | {
      readonly kind: 'value'
      readonly field: 'lengthM' | 'ascentM' | 'durationS'
      readonly before: number
      readonly after: number
    }

/**
 * A proposed fix in words: what would be done, then what it changes. `words` says the keys of the
 * `checks` area, without its name.
 */
export function sayFix(words: Translate, language: Language, fix: SayableFix): string {
  const say = figures(language)
  if (fix.kind === 'value') {
    const figure = (value: number): string =>
      fix.field === 'durationS' ? say.duration(value) : say.length(value)
    return words(`fix.${fix.field}`, { before: figure(fix.before), after: figure(fix.after) })
  }
  const { check, intervalM, before, after } = fix
  const change = words('fix.change', {
    before: say.number(before.vertices),
    after: say.number(after.vertices),
    beforeLength: say.length(before.lengthM),
    afterLength: say.length(after.lengthM),
  })
  return `${words(`${check}.fix`, { from: say.length(intervalM?.[0] ?? 0) })} ${change}`
}
