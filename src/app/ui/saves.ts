import { ref } from 'vue'

/**
 * Writes one after the other, each saved at its touch. One that fails is told, and never keeps the next
 * from being written (promise P16).
 */
export function useSaves() {
  const failed = ref(false)
  let last: Promise<void> = Promise.resolve()
  return {
    /** True while the last write did not succeed. */
    failed,
    save(write: () => Promise<unknown>): void {
      last = last.then(write).then(
        () => void (failed.value = false),
        () => void (failed.value = true),
      )
    },
    /** When everything asked for so far was tried; never rejects. */
    done: () => last,
  }
}
