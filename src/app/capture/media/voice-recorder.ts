import { VOICE_LIMITS } from '../../../domain/observation/voice.ts'
import { createSerial } from '../../services/serial.ts'
import type { DraftVoice } from '../../storage/rows.ts'
import type { Clock } from '../../device/clock.ts'
import type { Listening, Microphone, MicrophoneRefusal } from '../../device/microphone.ts'

export interface VoiceRecorderOptions {
  readonly microphone: () => Promise<Microphone>
  readonly clock: Pick<Clock, 'monotonicMs' | 'every'>
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>
  /** Writes what was heard so far and names it in the draft; resolves when it is on disk. */
  readonly keep: (voice: DraftVoice, bytes: ArrayBuffer) => Promise<void>
}

export interface VoiceRecorderState {
  readonly stage: 'idle' | 'asking' | 'recording' | 'finishing'
  /** What may still be said, while it is being said. */
  readonly leftMs: number
  /** Why the last take did not begin, or was cut short. */
  readonly trouble: MicrophoneRefusal | 'no-room' | null
}
export const IDLE_VOICE: VoiceRecorderState = { stage: 'idle', leftMs: 0, trouble: null }
const TICK_MS = 250

/**
 * One voice note being said. After each second the whole of what was heard is written and named in the
 * draft, so that a kill, a call or a full disk costs the last second and no more (promise P16).
 */
export function createVoiceRecorder(
  world: VoiceRecorderOptions,
  onState: (state: VoiceRecorderState) => void,
) {
  let state = IDLE_VOICE
  let listening: Listening | null = null
  /** The screen was left while the browser was still asking. */
  let unwanted = false
  let ended: Promise<void> = Promise.resolve()
  const tell = (change: Partial<VoiceRecorderState>) => onState((state = { ...state, ...change }))

  async function start(): Promise<void> {
    if (state.stage !== 'idle') return
    unwanted = false
    tell({ stage: 'asking', trouble: null })
    const take = hear()
    const found = await (await world.microphone()).listen(take.listener)
    if (typeof found === 'string') return tell({ stage: 'idle', trouble: found })
    listening = found
    take.begin(found)
    tell({ stage: 'recording', leftMs: VOICE_LIMITS.longestMs })
    if (unwanted) found.stop()
  }

  function hear() {
    const pieces: Blob[] = []
    let bytes = 0
    let kept = 0
    let startedMs = world.clock.monotonicMs()
    let heardMs = 0
    let source: Listening | null = null
    const writing = createSerial()
    let over: () => void = () => undefined
    let stopTicking: () => void = () => undefined
    ended = new Promise((resolve) => (over = resolve))

    /** Pieces that came while the former were written go together. */
    async function write(): Promise<void> {
      if (!source || kept === pieces.length) return
      kept = pieces.length
      const { mediaType } = source
      const durationMs = Math.round(heardMs)
      const whole = await new Blob(pieces).arrayBuffer()
      const sha256 = await world.sha256(whole)
      await world.keep({ sha256, bytes: whole.byteLength, mediaType, durationMs }, whole)
    }

    return {
      begin(found: Listening): void {
        source = found
        startedMs = world.clock.monotonicMs()
        stopTicking = world.clock.every(TICK_MS, () => {
          const leftMs = Math.max(0, startedMs + VOICE_LIMITS.longestMs - world.clock.monotonicMs())
          if (state.stage === 'recording') tell({ leftMs })
          if (leftMs === 0) found.stop()
        })
      },
      listener: {
        onPiece(piece: Blob): void {
          if (bytes + piece.size > VOICE_LIMITS.bytes) return source?.stop()
          pieces.push(piece)
          bytes += piece.size
          heardMs = Math.min(VOICE_LIMITS.longestMs, world.clock.monotonicMs() - startedMs)
          writing(write).catch(() => {
            tell({ trouble: 'no-room' })
            source?.stop()
          })
        },
        onEnd(): void {
          stopTicking()
          tell({ stage: 'finishing' })
          void writing(() => Promise.resolve()).then(() => {
            listening = null
            tell({ stage: 'idle' })
            over()
          })
        },
      },
    }
  }

  return {
    start,
    /** Ends it, if it runs; resolves when the last word is on disk. */
    stop: async (): Promise<void> => {
      unwanted = true
      if (!listening) return
      listening.stop()
      await ended
    },
  }
}
