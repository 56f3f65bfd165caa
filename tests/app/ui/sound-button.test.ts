// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import SoundButton from '../../../src/app/ui/SoundButton.vue'
import { WORDS } from '../../../src/app/ui/words.ts'

type Sound = { readonly bytes: ArrayBuffer; readonly mediaType: string }
const SOUND: Sound = { bytes: new ArrayBuffer(8), mediaType: 'audio/webm' }

/** What a browser plays: one sound for each that has begun and was not stopped. */
let sounding = 0
class FakeAudio extends EventTarget {
  #plays = false
  play(): Promise<void> {
    if (!this.#plays) sounding += 1
    this.#plays = true
    return Promise.resolve()
  }
  pause(): void {
    if (this.#plays) sounding -= 1
    this.#plays = false
  }
}

function shown(load: () => Promise<Sound | undefined>) {
  return mount(SoundButton, {
    props: { sha256: 'a', load },
    global: { provide: { [WORDS as symbol]: { t: (key: string) => key, language: 'fr' } } },
  })
}

describe('SoundButton', () => {
  beforeEach(() => {
    sounding = 0
    vi.stubGlobal('Audio', FakeAudio)
  })
  afterEach(() => void vi.unstubAllGlobals())

  it('plays, and stops when touched once more', async () => {
    const wrapper = shown(() => Promise.resolve(SOUND))
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(sounding).toBe(1)
    expect(wrapper.text()).toContain('ui.sound.silence')
    await wrapper.get('button').trigger('click')
    expect(sounding).toBe(0)
    expect(wrapper.text()).toContain('ui.sound.listen')
  })

  it('never plays a sound that nobody can stop: two touches in a row, or a screen that is left', async () => {
    let arrive: (sound: Sound) => void = () => undefined
    const late = () => new Promise<Sound>((resolve) => (arrive = resolve))
    const wrapper = shown(late)
    await wrapper.get('button').trigger('click')
    const first = arrive
    await wrapper.get('button').trigger('click')
    await wrapper.get('button').trigger('click')
    first(SOUND)
    arrive(SOUND)
    await flushPromises()
    expect(sounding).toBe(1)
    await wrapper.get('button').trigger('click')
    expect(sounding).toBe(0)

    await wrapper.get('button').trigger('click')
    wrapper.unmount()
    arrive(SOUND)
    await flushPromises()
    expect(sounding).toBe(0)
  })

  it.each([
    ['is not there', () => Promise.resolve(undefined)],
    ['cannot be read', () => Promise.reject(new Error('storage'))],
  ])('says it when the sound %s', async (_, load) => {
    const wrapper = shown(load)
    await wrapper.get('button').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('ui.sound.unplayable')
    expect(wrapper.text()).toContain('ui.sound.listen')
  })
})
