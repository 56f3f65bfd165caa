import { shallowRef } from 'vue'

export interface Toast {
  readonly key: number
  readonly text: string
  readonly tone: 'good' | 'attention' | 'stop'
}

/** Short confirmations, shown and read aloud once; nothing that one must act on. */
export interface Toasts {
  readonly shown: Readonly<{ value: readonly Toast[] }>
  readonly say: (text: string, tone?: Toast['tone']) => void
  readonly dismiss: (key: number) => void
}

const STAY_MS = 6_000

export function createToasts(later: (run: () => void, ms: number) => unknown = setTimeout): Toasts {
  const shown = shallowRef<readonly Toast[]>([])
  let next = 1
  const dismiss = (key: number) => {
    shown.value = shown.value.filter((toast) => toast.key !== key)
  }
  return {
    shown,
    dismiss,
    say(text, tone = 'good') {
      const key = next
      next += 1
      shown.value = [...shown.value.slice(-2), { key, text, tone }]
      // What went wrong stays until it is closed by hand.
      if (tone !== 'stop') later(() => dismiss(key), STAY_MS)
    },
  }
}
