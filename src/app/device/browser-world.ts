import type { AlarmBell, CaptureWorld, Clock, PageVisibility, TabLocks } from './capture-world.ts'
import { createGeolocationSource } from './geolocation.ts'
import { createScreenWakeLock } from './wake-lock.ts'

/** The recorder's world in a browser. */
export function createBrowserWorld(): CaptureWorld {
  const page = pageVisibility(document)
  return {
    source: createGeolocationSource(() => navigator.geolocation),
    clock: browserClock(),
    wakeLock: createScreenWakeLock(() => navigator.wakeLock, page),
    alarm: alarmBell(),
    page,
    locks: tabLocks(navigator.locks),
  }
}

function browserClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    every(periodMs, work) {
      const timer = setInterval(work, periodMs)
      return () => clearInterval(timer)
    },
  }
}

function pageVisibility(page: Document): PageVisibility {
  return {
    visible: () => page.visibilityState === 'visible',
    onChange(listener) {
      const told = () => listener(page.visibilityState === 'visible')
      page.addEventListener('visibilitychange', told)
      return () => page.removeEventListener('visibilitychange', told)
    },
  }
}

export function tabLocks(locks: LockManager): TabLocks {
  return {
    tryHold: (name) =>
      new Promise((resolve, reject) => {
        const asked = locks.request(name, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null)
          return new Promise<void>((release) => resolve(release))
        })
        asked.catch(reject)
      }),
  }
}

/** Three falling tones and a long vibration: heard from a pocket, unlike a message. */
function alarmBell(): AlarmBell {
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
