import { ref } from 'vue'
import { createSerial } from '../services/serial.ts'

/**
 * Autosave: writes one after the other, each saved at its touch. One that fails is told, and never keeps the next
 * from being written (promise P16).
 */
export function useSaves() {
  const failed = ref(false)
  const serial = createSerial()
  return {
    /** True while the last write did not succeed. */
    failed,
    save(write: () => Promise<unknown>): void {
      serial(write).then(
        () => (failed.value = false),
        () => (failed.value = true),
      )
    },
    /** When everything asked for so far was tried; never rejects. */
    done: (): Promise<void> => serial(() => Promise.resolve()),
  }
}
