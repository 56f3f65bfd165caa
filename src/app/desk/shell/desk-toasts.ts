import { inject, type InjectionKey } from 'vue'
import type { Toasts } from '../../ui/toasts.ts'

export const DESK_TOASTS: InjectionKey<Toasts> = Symbol('desk-toasts')

export function useDeskToasts(): Toasts {
  const toasts = inject(DESK_TOASTS)
  if (!toasts) throw new Error('No toasts: DeskShell provides them.')
  return toasts
}
