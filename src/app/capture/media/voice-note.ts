import { onBeforeUnmount, shallowRef } from 'vue'
import type { DraftVoice } from '../../storage/rows.ts'
import type { CaptureServices } from '../capture-services.ts'
import { withoutVoice, withVoice } from '../notes/draft-changes.ts'
import type { DraftHandle } from '../notes/use-draft.ts'
import type { Tagging } from '../notes/tagging.ts'
import { createVoiceRecorder, IDLE_VOICE } from './voice-recorder.ts'

/** The voice note of the draft in hand: said, kept each second, taken away. */
export function useVoiceNote(services: CaptureServices, tagging: Tagging, hand: DraftHandle) {
  const state = shallowRef(IDLE_VOICE)
  const { microphone, sha256Of, device } = services

  async function keep(voice: DraftVoice, bytes: ArrayBuffer): Promise<void> {
    const before = hand.draft.value?.voice
    const { sha256: name, mediaType } = voice
    await tagging.keepVoice({ sha256: name, mediaType, bytes })
    await hand.change((draft) => withVoice(draft, voice))
    if (before && before.sha256 !== name) await tagging.dropUnnamed([before.sha256])
  }
  const take = createVoiceRecorder(
    { microphone, sha256: sha256Of, clock: device.clock, keep },
    (next) => (state.value = next),
  )
  onBeforeUnmount(() => void take.stop())

  return {
    state,
    start: take.start,
    stop: take.stop,
    async remove(): Promise<void> {
      await take.stop()
      const voice = hand.draft.value?.voice
      await hand.change(withoutVoice)
      if (voice) await tagging.dropUnnamed([voice.sha256])
    },
  }
}
