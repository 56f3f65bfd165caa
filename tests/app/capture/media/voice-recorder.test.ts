import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  createMicrophone,
  type Listener,
  type Listening,
  type Microphone,
  type MicrophoneRefusal,
} from '../../../../src/app/device/microphone.ts'
import {
  createVoiceRecorder,
  type VoiceRecorderState,
} from '../../../../src/app/capture/media/voice-recorder.ts'
import type { DraftVoice } from '../../../../src/app/storage/rows.ts'
import { VOICE_LIMITS } from '../../../../src/domain/observation/voice.ts'

const piece = (text: string) => new Blob([text])
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

/** A microphone that hears what the test says, and a clock that the test turns. */
function aStudio(write: (bytes: string) => Promise<void> | void = () => undefined) {
  let nowMs = 1_000
  let tick: (() => void) | null = null
  let listener: Listener | null = null
  let answer: (outcome: Listening | MicrophoneRefusal) => void = () => undefined
  const kept: { voice: DraftVoice; text: string }[] = []
  const states: VoiceRecorderState[] = []
  const stopped: string[] = []
  const microphone: Microphone = {
    listen: (next) => {
      listener = next
      return new Promise((resolve) => (answer = resolve))
    },
  }
  const take = createVoiceRecorder(
    {
      microphone: () => Promise.resolve(microphone),
      clock: {
        monotonicMs: () => nowMs,
        every: (_period, work) => {
          tick = work
          return () => (tick = null)
        },
      },
      sha256: (bytes) =>
        Promise.resolve(createHash('sha256').update(Buffer.from(bytes)).digest('hex')),
      keep: async (voice, bytes) => {
        const text = Buffer.from(bytes).toString()
        await write(text)
        kept.push({ voice, text })
      },
    },
    (state) => states.push(state),
  )
  return {
    take,
    kept,
    stopped,
    state: () => states.at(-1),
    ticks: () => tick !== null,
    async begin(outcome: MicrophoneRefusal | 'granted' = 'granted') {
      const started = take.start()
      await soon()
      const source: Listening = {
        mediaType: 'audio/webm',
        stop: () => {
          if (stopped.length > 0) return
          stopped.push('stopped')
          listener!.onPiece(piece('!'))
          listener!.onEnd()
        },
      }
      answer(outcome === 'granted' ? source : outcome)
      await started
    },
    async say(text: string, afterMs = 1_000) {
      nowMs += afterMs
      listener!.onPiece(piece(text))
      tick?.()
      await soon()
    },
    pass(ms: number) {
      nowMs += ms
      tick?.()
    },
  }
}

describe('a voice note being said', () => {
  it('[P16] is whole on disk after each piece: a kill costs what came since', async () => {
    const studio = aStudio()
    await studio.begin()
    for (const word of ['un ', 'arbre ', 'barre ']) await studio.say(word)
    expect(studio.kept.map(({ text }) => text)).toEqual(['un ', 'un arbre ', 'un arbre barre '])
    expect(studio.kept.at(-1)!.voice).toMatchObject({
      ...{ bytes: 15, mediaType: 'audio/webm', durationMs: 3_000 },
      sha256: createHash('sha256').update('un arbre barre ').digest('hex'),
    })
    await studio.take.stop()
    expect(studio.kept.at(-1)!.text).toBe('un arbre barre !')
    expect(studio.state()).toMatchObject({ stage: 'idle', trouble: null })
    expect(studio.ticks()).toBe(false)
  })

  it('[P16] pieces that come while the disk is slow are written together, in order', async () => {
    let release: () => void = () => undefined
    const slow = new Promise<void>((resolve) => (release = resolve))
    const studio = aStudio((text) => (text === 'a' ? slow : undefined))
    await studio.begin()
    for (const word of ['a', 'b', 'c']) await studio.say(word)
    expect(studio.kept).toEqual([])
    release()
    await soon()
    expect(studio.kept.map(({ text }) => text)).toEqual(['a', 'abc'])
  })

  it('ends by itself after a minute, and says all the while how long is left', async () => {
    const studio = aStudio()
    await studio.begin()
    expect(studio.state()).toMatchObject({ stage: 'recording', leftMs: 60_000 })
    await studio.say('a', 48_000)
    expect(studio.state()).toMatchObject({ leftMs: 12_000 })
    studio.pass(12_500)
    await soon()
    expect(studio.stopped).toEqual(['stopped'])
    expect(studio.state()!.stage).toBe('idle')
    expect(studio.kept.at(-1)!.voice.durationMs).toBe(VOICE_LIMITS.longestMs)
  })

  it('[P13] a full phone ends it: what was written stays, and the reason is told', async () => {
    const studio = aStudio((text) =>
      text.includes('b') ? Promise.reject(new Error('QuotaExceededError')) : undefined,
    )
    await studio.begin()
    await studio.say('a')
    await studio.say('b')
    await soon()
    expect(studio.kept.map(({ text }) => text)).toEqual(['a'])
    expect(studio.state()).toMatchObject({ stage: 'idle', trouble: 'no-room' })
    expect(studio.stopped).toEqual(['stopped'])
  })

  it('never grows beyond what the server takes', async () => {
    const studio = aStudio()
    await studio.begin()
    await studio.say('x'.repeat(VOICE_LIMITS.bytes - 1))
    await studio.say('yy')
    expect(studio.stopped).toEqual(['stopped'])
    expect(studio.kept.at(-1)!.voice.bytes).toBeLessThanOrEqual(VOICE_LIMITS.bytes)
  })

  it.each(['refused', 'none', 'unsupported'] as const)(
    'tells why there is none: %s, and can be tried again',
    async (why) => {
      const studio = aStudio()
      await studio.begin(why)
      expect(studio.state()).toMatchObject({ stage: 'idle', trouble: why })
      await studio.begin()
      expect(studio.state()).toMatchObject({ stage: 'recording', trouble: null })
    },
  )

  it('gives the microphone back when the screen was left while the browser was asking', async () => {
    const studio = aStudio()
    const begun = studio.begin()
    await studio.take.stop()
    await begun
    await soon()
    expect(studio.stopped).toEqual(['stopped'])
    expect(studio.state()!.stage).toBe('idle')
  })
})

describe('the microphone of a browser', () => {
  const deaf = (name: string) => ({
    getUserMedia: () => Promise.reject(new DOMException('', name)),
  })
  const Recorder = Object.assign(class {}, {
    isTypeSupported: () => true,
  }) as unknown as typeof MediaRecorder
  const listener = { onPiece: () => undefined, onEnd: () => undefined }

  it.each([
    ['NotAllowedError', 'refused'],
    ['SecurityError', 'refused'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'none'],
  ])('%s means: %s', async (name, why) => {
    expect(await createMicrophone(deaf(name), Recorder).listen(listener)).toBe(why)
  })

  it('asks nobody where nothing can be recorded', async () => {
    const asked: string[] = []
    const devices = {
      getUserMedia: () => {
        asked.push('asked')
        return Promise.reject(new Error('never'))
      },
    }
    const Useless = Object.assign(class {}, {
      isTypeSupported: () => false,
    }) as unknown as typeof MediaRecorder
    expect(await createMicrophone(devices, Useless).listen(listener)).toBe('unsupported')
    expect(await createMicrophone(devices, undefined).listen(listener)).toBe('unsupported')
    expect(await createMicrophone(undefined, Recorder).listen(listener)).toBe('unsupported')
    expect(asked).toEqual([])
  })
})
