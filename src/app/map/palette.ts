/** The colours of the map, read from the tokens in force, so that there is one place to change them. */
const NAMES = [
  'ground',
  'area',
  'outline',
  'label',
  'casing',
  'reference',
  'walk',
  'consensus',
  'deviation',
  'unwalked',
  'heritage',
  'report',
  'finding',
  'all-clear',
  'position',
  'on-pin',
  'wood',
  'meadow',
  'built',
  'building',
  'water',
  'road',
  'road-edge',
  'path',
] as const

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()])
  return Object.fromEntries(entries) as Palette
}
