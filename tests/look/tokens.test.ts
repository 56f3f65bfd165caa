import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../src/look/tokens.css', import.meta.url), 'utf8')
const [lightCss, darkCss] = css.split('@media (prefers-color-scheme: dark)')

function colours(text: string): Record<string, string> {
  const found = [...text.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)]
  return Object.fromEntries(found.map(([, name, value]) => [name!, value!]))
}

/** WCAG 2.1 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const share = parseInt(hex.slice(i, i + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const light = colours(lightCss!)
const themes = { light, dark: { ...light, ...colours(darkCss!) } }

const TEXT: readonly [text: string, grounds: readonly string[]][] = [
  [
    'ink',
    [
      'paper',
      'surface',
      'sunk',
      'neutral-tint',
      'forest-tint',
      'red-tint',
      'ochre-tint',
      'sky-tint',
    ],
  ],
  ['ink-muted', ['paper', 'surface', 'sunk', 'neutral-tint']],
  ['forest', ['paper', 'surface', 'forest-tint']],
  ['ochre-text', ['paper', 'surface', 'ochre-tint']],
  ['red-text', ['paper', 'surface', 'red-tint']],
  ['sky-text', ['paper', 'surface', 'sky-tint']],
  ['on-forest', ['forest', 'forest-strong']],
  ['on-band', ['band']],
  ['on-red', ['red', 'red-strong']],
  ['on-yellow', ['yellow']],
  ['map-label', ['map-ground', 'map-area']],
]
const SHAPES: readonly [shape: string, grounds: readonly string[]][] = [
  ['edge', ['paper', 'surface', 'sunk']],
  ['ochre', ['paper', 'surface', 'ochre-tint']],
  ['sky', ['paper', 'surface', 'sky-tint']],
  ['map-reference', ['map-ground', 'map-area', 'map-casing']],
  ['map-walk', ['map-ground', 'map-area', 'map-casing']],
  ['map-deviation', ['map-ground', 'map-area', 'map-casing']],
  ['map-unwalked', ['map-ground', 'map-area', 'map-casing']],
  ['map-outline', ['map-ground', 'map-area']],
  ['map-on-pin', ['map-heritage', 'map-report', 'map-finding', 'map-all-clear']],
]

describe.each(Object.entries(themes))('the %s theme', (_, theme) => {
  const pairs = (list: typeof TEXT) =>
    list.flatMap(([name, grounds]) => grounds.map((ground) => [name, ground] as const))
  const of = (name: string): string => {
    const value = theme[name]
    if (!value) throw new Error(`tokens.css has no --${name}`)
    return value
  }

  it.each(pairs(TEXT))('reads %s on %s at 7:1', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(7)
  })
  it.each(pairs(SHAPES))('shows %s on %s at 3:1', (shape, ground) => {
    expect(contrast(of(shape), of(ground))).toBeGreaterThanOrEqual(3)
  })
})
