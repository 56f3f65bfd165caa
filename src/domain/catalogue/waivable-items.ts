/** What the office may waive of the gate, in writing. Findings on the line are waived one by one. */
export const WAIVABLE_ITEMS = ['coverage', 'undecided', 'reports', 'verdict'] as const
export type WaivableItem = (typeof WAIVABLE_ITEMS)[number]
