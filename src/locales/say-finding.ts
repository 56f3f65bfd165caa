import { figures, type Figures } from './figures.ts'
import type { Language, Params, Translate } from './translate.ts'

/** What a finding must have to be put into words. */
export interface SayableFinding {
  readonly check: string
  readonly value?: number
  readonly threshold?: number
  readonly intervalM?: readonly [number, number]
  readonly params?: Params
}

/**
 * A finding in words. `words` says the keys of the `checks` area, without its name. The sentence is
 * under `<id>.<kind>` when the finding has a kind, else under `<id>.says`; every figure is offered in
 * all the units a sentence may want: `{valueLength}`, `{thresholdShare}`, `{secondsDuration}`…, and the
 * interval as `{span}`.
 */
export function sayFinding(words: Translate, language: Language, finding: SayableFinding): string {
  const kind = finding.params?.['kind']
  const key = typeof kind === 'string' ? kind : 'says'
  const say = figures(language)
  return words(`${finding.check}.${key}`, {
    ...sayableParams(say, finding),
    span: saySpan(words, say, finding),
  })
}

/** "From km 2.7 to km 2.9", or "at km 2.7" where both ends read the same. */
function saySpan(words: Translate, say: Figures, { intervalM }: SayableFinding): string {
  const [from, to] = (intervalM ?? [0, 0]).map((one) => say.length(one)) as [string, string]
  return words(from === to ? 'span.at' : 'span.between', { from, to })
}

function sayableParams(
  say: Figures,
  { value, threshold, intervalM, params = {} }: SayableFinding,
): Params {
  const said: Record<string, string | number> = { ...params }
  const all: Record<string, string | number | undefined> = {
    ...params,
    value,
    threshold,
    from: intervalM?.[0],
    to: intervalM?.[1],
  }
  for (const [name, one] of Object.entries(all)) {
    if (typeof one !== 'number') continue
    said[name] ??= say.number(one)
    said[`${name}Number`] = say.number(one)
    said[`${name}Length`] = say.length(one)
    said[`${name}Share`] = say.share(one)
    said[`${name}Duration`] = say.duration(one)
    said[`${name}Speed`] = say.speed(one)
  }
  return said
}
