import { describe, expect, it } from 'vitest'
import { figures } from '../../src/locales/figures.ts'

const fr = figures('fr')
const en = figures('en')
const NOW_MS = Date.parse('2026-11-20T10:00:00Z')
/** Every space a plain one: which one is where is told once, below. */
const plain = (text: string) => text.replace(/\s/g, ' ')

describe('figures, the same everywhere', () => {
  it('are written as people write them', () => {
    expect(plain(fr.length(8_240))).toBe('8,2 km')
    expect(plain(en.length(8_240))).toBe('8.2 km')
    expect(plain(fr.length(850.4))).toBe('850 m')
    expect(plain(fr.length(8.44))).toBe('8,4 m')
    expect(plain(fr.length(123_456))).toBe('123 km')
    expect(plain(fr.speed(4.26))).toBe('4,3 km/h')
    expect(plain(fr.bytes(1_234))).toBe('2 ko')
    expect(plain(en.bytes(2_345_678))).toBe('2.3 MB')
    expect(plain(fr.bytes(731_000_000))).toBe('731 Mo')
    expect(plain(fr.bytes(10_737_418_240))).toBe('10,7 Go')
    expect(fr.age('2026-11-17T10:00:00Z', NOW_MS)).toBe('il y a 3 jours')
  })

  it('say what has just come, whatever the clock that dated it', () => {
    expect(fr.age('2026-11-20T09:59:30Z', NOW_MS)).toBe('à l’instant')
    expect(fr.age('2026-11-20T10:04:00Z', NOW_MS)).toBe('à l’instant')
    expect(en.age('2026-11-20T09:59:30Z', NOW_MS)).toBe('just now')
  })

  it('never write a thousand metres, sixty minutes or sixty seconds', () => {
    expect(plain(fr.length(999.6))).toBe('1 km')
    expect(plain(fr.duration(59.6))).toBe('1 min')
    expect(plain(fr.duration(3_599))).toBe('1 h 00')
    expect(plain(fr.duration(7_199))).toBe('2 h 00')
    expect(plain(fr.duration(7_500))).toBe('2 h 05')
    expect(plain(fr.duration(-3))).toBe('0 s')
  })

  it('[P25] never say 100 % while a metre is missing', () => {
    expect(plain(fr.share(0.9999))).toBe('99 %')
    expect(plain(fr.share(0.99996, 1))).toBe('99,9 %')
    expect(plain(fr.share(1))).toBe('100 %')
    expect(plain(fr.share(0.29))).toBe('29 %')
  })

  it('keep a unit with its number', () => {
    expect(fr.length(850)).toBe('850\u00a0m')
    expect(fr.duration(7_500)).not.toContain(' ')
    expect(fr.share(0.5)).not.toContain(' ')
  })

  it('write the first of a month as people do', () => {
    expect(fr.date('2026-03-01T12:00:00Z')).toBe('1er mars 2026')
    expect(fr.date('2026-03-11T12:00:00Z')).toBe('11 mars 2026')
    expect(en.date('2026-03-01T12:00:00Z')).toBe('1 March 2026')
    expect(fr.date('2026-02-28T23:30:00Z', 'Europe/Paris')).toBe('1er mars 2026')
  })

  it('give back a date that is none as it is', () => {
    expect(fr.date('un jour')).toBe('un jour')
    expect(fr.instant('un jour')).toBe('un jour')
    expect(fr.age('un jour', NOW_MS)).toBe('un jour')
  })
})
