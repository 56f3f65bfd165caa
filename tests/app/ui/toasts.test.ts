import { describe, expect, it } from 'vitest'
import { createToasts } from '../../../src/app/ui/toasts.ts'

describe('toasts', () => {
  it('go away by themselves, except what went wrong', () => {
    const due: (() => void)[] = []
    const toasts = createToasts((run) => due.push(run))
    toasts.say('Enregistré')
    toasts.say('Pas enregistré', 'stop')
    for (const run of due) run()
    expect(toasts.shown.value.map((one) => one.text)).toEqual(['Pas enregistré'])
    toasts.dismiss(toasts.shown.value[0]!.key)
    expect(toasts.shown.value).toEqual([])
  })

  it('keeps at most three on the screen, newest last', () => {
    const toasts = createToasts(() => undefined)
    for (const text of ['a', 'b', 'c', 'd']) toasts.say(text)
    expect(toasts.shown.value.map((one) => one.text)).toEqual(['b', 'c', 'd'])
  })
})
