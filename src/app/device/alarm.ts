export interface AlarmBell {
  /** Sound needs a tap before: called from the start button. */
  readonly unlock: () => void
  readonly ring: () => void
  readonly reassure: () => void
}

/** Adapter of Web Audio and Vibration: three falling tones and a long vibration, heard from a pocket. */
export function createAlarm(): AlarmBell {
  let audio: AudioContext | null = null
  function tones(frequencies: readonly number[]): void {
    if (!audio) return
    frequencies.forEach((frequency, i) => {
      const at = audio!.currentTime + i * 0.35
      const tone = audio!.createOscillator()
      const volume = audio!.createGain()
      tone.frequency.value = frequency
      volume.gain.setValueAtTime(0.6, at)
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.33)
      tone.connect(volume).connect(audio!.destination)
      tone.start(at)
      tone.stop(at + 0.34)
    })
  }
  const vibrate = (pattern: number[]) => {
    if ('vibrate' in navigator) navigator.vibrate(pattern)
  }
  return {
    unlock() {
      audio ??= 'AudioContext' in window ? new AudioContext() : null
      void audio?.resume()
    },
    ring() {
      tones([880, 660, 440])
      vibrate([600, 200, 600, 200, 600])
    },
    reassure() {
      tones([660])
      vibrate([80])
    },
  }
}
