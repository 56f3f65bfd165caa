import type { InjectionKey } from 'vue'
import type { DepartureAction, PhoneFacts } from './checklist-items.ts'

/** What the list before leaving is given by `platform.ts`. */
export interface DeparturePorts {
  readonly facts: () => Promise<PhoneFacts>
  /** Does what a line proposes; resolves when the facts may be looked at again. */
  readonly act: (action: Exclude<DepartureAction, 'look-again' | 'make-room'>) => Promise<void>
  /** Calls back whenever a fact may have changed; the answer ends it. */
  readonly onChange: (listener: () => void) => () => void
}
/** Fetched when a list is shown. */
export const DEPARTURE: InjectionKey<() => Promise<DeparturePorts>> = Symbol('departure')
