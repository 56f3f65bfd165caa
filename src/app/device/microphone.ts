import { voiceMediaType, type VoiceMediaType } from '../../domain/observation/voice.ts'

/** Why there is no voice note. `unsupported`: this browser records no sound. */
export type MicrophoneRefusal = 'refused' | 'none' | 'unsupported'

export interface Listening {
  readonly mediaType: VoiceMediaType
  /** The last piece and then the end are told to the listener. */
  readonly stop: () => void
}

export interface Listener {
  /** About one a second: put together from the first on, they can be played at any moment. */
  readonly onPiece: (piece: Blob) => void
  /** Stopped, by us or by the phone: a call came in, the microphone was unplugged. */
  readonly onEnd: () => void
}

export interface Microphone {
  /** Asks for it: the browser's own question comes here, never earlier. */
  readonly listen: (listener: Listener) => Promise<Listening | MicrophoneRefusal>
}

/** Small and understood everywhere first; Safari has no other than MP4. */
const FORMATS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
/** A voice is understood well at this; a minute of it is 180 kB. */
const BITS_PER_SECOND = 24_000
const PIECE_MS = 1_000

/** The microphone of this browser. */
export const openMicrophone = (): Microphone =>
  createMicrophone(navigator.mediaDevices, globalThis.MediaRecorder)

/** Adapter of getUserMedia and MediaRecorder. */
export function createMicrophone(
  devices: Pick<MediaDevices, 'getUserMedia'> | undefined,
  Recorder: typeof MediaRecorder | undefined,
): Microphone {
  return {
    async listen({ onPiece, onEnd }) {
      const format = Recorder && FORMATS.find((one) => Recorder.isTypeSupported(one))
      if (!devices || !Recorder || format === undefined) return 'unsupported'
      let stream: MediaStream
      try {
        stream = await devices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } })
      } catch (error) {
        return refusalOf(error)
      }
      const release = () => stream.getTracks().forEach((track) => track.stop())
      try {
        const recorder = new Recorder(stream, {
          mimeType: format,
          audioBitsPerSecond: BITS_PER_SECOND,
        })
        recorder.addEventListener('dataavailable', ({ data }) => {
          if (data.size > 0) onPiece(data)
        })
        recorder.addEventListener('stop', () => {
          release()
          onEnd()
        })
        recorder.start(PIECE_MS)
        const mediaType = voiceMediaType(recorder.mimeType) ?? voiceMediaType(format)!
        return { mediaType, stop: () => recorder.state !== 'inactive' && recorder.stop() }
      } catch {
        release()
        return 'none'
      }
    },
  }
}

/** Absent, or taken by another application, is not the same as not allowed. */
function refusalOf(error: unknown): MicrophoneRefusal {
  const name = error instanceof DOMException ? error.name : ''
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'none'
}
