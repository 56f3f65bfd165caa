// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import HoldButton from '../../../src/app/ui/HoldButton.vue'

const props = { label: 'Arrêter', confirmLabel: 'Appuyez encore pour arrêter', holdMs: 1_000 }

describe('HoldButton', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('acts when held long enough', async () => {
    const wrapper = mount(HoldButton, { props })
    await wrapper.trigger('pointerdown')
    vi.advanceTimersByTime(1_000)
    await wrapper.trigger('pointerup')
    await wrapper.trigger('click')
    expect(wrapper.emitted('act')).toHaveLength(1)
  })

  it('does nothing when let go too early', async () => {
    const wrapper = mount(HoldButton, { props })
    await wrapper.trigger('pointerdown')
    vi.advanceTimersByTime(900)
    await wrapper.trigger('pointerup')
    await wrapper.trigger('click')
    vi.advanceTimersByTime(5_000)
    expect(wrapper.emitted('act')).toBeUndefined()
  })

  it('asks once more after a click that was no press', async () => {
    const wrapper = mount(HoldButton, { props })
    await wrapper.trigger('click')
    expect(wrapper.text()).toContain('Appuyez encore')
    expect(wrapper.emitted('act')).toBeUndefined()
    await wrapper.trigger('click')
    expect(wrapper.emitted('act')).toHaveLength(1)
  })
})
