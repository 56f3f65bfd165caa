import type { TrailStatus } from '../../domain/review/trail-status.ts'

export type Tone = 'neutral' | 'forest' | 'ochre' | 'red' | 'sky' | 'yellow'
export type Shape =
  'circle' | 'half' | 'triangle' | 'square' | 'frame' | 'check' | 'cross' | 'clock' | 'star'

/** How each trail status looks on a chip; its word is `status.<id>` in the `ui` words. */
export const STATUS_LOOKS: Readonly<
  Record<TrailStatus['id'], { readonly tone: Tone; readonly shape: Shape }>
> = {
  draft: { tone: 'neutral', shape: 'frame' },
  'to-test': { tone: 'sky', shape: 'circle' },
  'in-test': { tone: 'sky', shape: 'half' },
  'to-fix': { tone: 'ochre', shape: 'triangle' },
  ready: { tone: 'yellow', shape: 'star' },
  published: { tone: 'forest', shape: 'check' },
  'to-retest': { tone: 'ochre', shape: 'clock' },
  closed: { tone: 'red', shape: 'cross' },
}
