import type { Position } from 'geojson'
import type { IntervalM } from '../geo/interval.ts'

/**
 * On the reference line, an `error` that is not waived blocks publication. A `warning` is shown to the
 * reviewer and blocks nothing; `info` only informs.
 */
export type Severity = 'error' | 'warning' | 'info'

/**
 * What a geometry check says. Data, never a sentence: words are in `src/locales`, under the check id.
 * `check` is a rule id of docs/checks.md, such as `GEO-09`.
 */
export interface Finding {
  readonly check: string
  readonly severity: Severity
  /** Where to look, `[lon, lat]`; the places of one finding in order along the line. */
  readonly at: readonly Position[]
  readonly intervalM?: IntervalM
  /** What was measured, in the unit that the rule of the check states. */
  readonly value?: number
  readonly threshold?: number
  /** Further named measures for the sentence, e.g. `{ count: 12 }`. */
  readonly params?: Readonly<Record<string, number | string>>
}
