import { describe, expect, it } from 'vitest'
import {
  checklistItems,
  type ChecklistItem,
  type PhoneFacts,
} from '../../../src/app/checklist/checklist-items.ts'
import english from '../../../src/locales/en/departure.json'
import french from '../../../src/locales/fr/departure.json'
import { translator } from '../../../src/locales/translate.ts'

const READY: PhoneFacts = {
  ...{ offlineReady: true, trails: 11, location: 'granted', wakeLock: true, batteryLevel: 0.8 },
  ...{ charging: false, freeBytes: 5e9, persisted: true, installed: true, canInstall: false },
  clockSkewMs: 400,
  place: 'android',
  map: { state: 'kept', bytes: 700_000, doneBytes: 700_000 },
}
const NOT_READY: PhoneFacts = {
  ...{ offlineReady: false, trails: 0, location: 'denied', wakeLock: false, batteryLevel: 0.1 },
  ...{ charging: false, freeBytes: 1e6, persisted: false, installed: false, canInstall: true },
  clockSkewMs: -600_000,
  place: 'ios',
  map: { state: 'offered', bytes: 700_000, doneBytes: 0 },
}
const say = { share: (share: number) => `${share * 100} %`, bytes: (bytes: number) => `${bytes} o` }
const checks = (facts: Partial<PhoneFacts>) => checklistItems({ ...READY, ...facts }, say)
const line = (id: ChecklistItem['id'], facts: Partial<PhoneFacts>) =>
  checks(facts).find((check) => check.id === id)

describe('the list before leaving', () => {
  it('is all green on a phone that is ready, and proposes nothing then', () => {
    expect(checks({}).map(({ state }) => state)).toEqual(Array(10).fill('ok'))
    expect(checks({}).some(({ action }) => action)).toBe(false)
  })

  it('has one sentence for every state of every line, in both languages, and a name for every action', () => {
    const seen = [
      ...checks({}),
      ...checks(NOT_READY),
      ...checks({ location: 'prompt', clockSkewMs: null }),
    ]
    for (const language of ['fr', 'en'] as const) {
      const t = translator({ fr: { departure: french }, en: { departure: english } }, language)
      for (const { id, state, params, action } of seen) {
        const sentence = t(`departure.check.${id}.${state}`, params)
        expect(sentence).not.toMatch(/^departure\.|\{\w+\}/)
        if (action) expect(t(`departure.action.${action}`, params)).not.toMatch(/^departure\.|\{/)
      }
    }
    expect(seen.filter(({ state }) => state === 'no').map(({ id }) => id)).toEqual([
      ...['offline', 'trails', 'location', 'wakeLock', 'battery', 'room', 'clock'],
    ])
  })

  it('says nothing of what a browser does not tell', () => {
    const known = checks({ batteryLevel: null, freeBytes: null, map: null }).map(({ id }) => id)
    expect(known).not.toContain('battery')
    expect(known).not.toContain('room')
    expect(known).not.toContain('map')
  })

  it('turns at its limits', () => {
    expect(line('battery', { batteryLevel: 0.3 })?.state).toBe('ok')
    expect(line('battery', { batteryLevel: 0.29 })?.state).toBe('no')
    expect(line('battery', { batteryLevel: 0.05, charging: true })?.state).toBe('ok')
    expect(line('clock', { clockSkewMs: -120_000 })?.state).toBe('ok')
    expect(line('clock', { clockSkewMs: 120_001 })).toMatchObject({
      state: 'no',
      params: { minutes: 2 },
    })
    expect(line('installed', { installed: false })?.action).toBeUndefined()
    expect(line('installed', { installed: false, canInstall: true })?.action).toBe('install')
  })

  it('the map can be taken from its line, once', () => {
    const map = { state: 'offered', bytes: 10, doneBytes: 0 } as const
    expect(line('map', { map })).toMatchObject({ state: 'ask', action: 'keep-map' })
    expect(line('map', { map: { ...map, state: 'paused' } })?.action).toBe('keep-map')
    expect(line('map', { map: { ...map, state: 'downloading' } })?.action).toBeUndefined()
  })
})
