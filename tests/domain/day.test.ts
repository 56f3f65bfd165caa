import { describe, expect, it } from 'vitest'
import { isTimeZone, timeZoneOf } from '../../src/domain/catalogue/time-zone.ts'
import { DAY_MS, dayIn, nextDayMs } from '../../src/domain/day.ts'

describe('[P14] days are cut where the trail is', () => {
  it.each([
    ['2026-11-20T23:30:00Z', 'Europe/Paris', '2026-11-21'],
    ['2026-11-20T23:30:00Z', 'America/Martinique', '2026-11-20'],
    ['2026-11-20T01:00:00Z', 'America/Martinique', '2026-11-19'],
    ['2026-11-20T20:30:00Z', 'Indian/Reunion', '2026-11-21'],
    ['2026-11-20T10:00:00Z', 'Pacific/Tahiti', '2026-11-20'],
  ])('%s in %s is %s', (at, timeZone, day) => {
    expect(dayIn(timeZone, at)).toBe(day)
    expect(dayIn(timeZone, Date.parse(at))).toBe(day)
  })

  it('a day ends at its own midnight, also when clocks are changed', () => {
    const end = (at: string): string =>
      new Date(nextDayMs('Europe/Paris', Date.parse(at))).toISOString()
    expect(end('2026-11-20T12:00:00Z')).toBe('2026-11-20T23:00:00.000Z')
    expect(end('2026-10-25T00:30:00Z')).toBe('2026-10-25T23:00:00.000Z')
    expect(end('2026-03-28T23:30:00Z')).toBe('2026-03-29T22:00:00.000Z')
    expect(nextDayMs('UTC', 0)).toBe(DAY_MS)
  })

  it('the zone is the one the territory names, else that of its communes', () => {
    const of = (code: string) => timeZoneOf({ communes: [{ code }] })
    expect(of('40119')).toBe('Europe/Paris')
    expect(of('97411')).toBe('Indian/Reunion')
    expect(of('98735')).toBe('Pacific/Tahiti')
    expect(timeZoneOf({ communes: [] })).toBe('Europe/Paris')
    expect(timeZoneOf({ timeZone: 'Europe/Andorra', communes: [] })).toBe('Europe/Andorra')
    expect(isTimeZone('Europe/Andorra')).toBe(true)
    expect(isTimeZone('Europe/Atlantis')).toBe(false)
  })
})
