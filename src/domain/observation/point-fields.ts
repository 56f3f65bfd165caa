/** What a heritage inventory may say of a point, beside its kind and its place. Vocabularies: `data/vocabularies`. */
export interface HeritageDescription {
  readonly name?: string
  readonly condition?: string
  readonly access?: string
  readonly ownership?: string
  readonly protection?: string
  readonly materials?: readonly string[]
  readonly period?: string
  readonly text?: string
}

/** The same, by name: an object, so that a member that is forgotten here does not compile. */
const DESCRIPTION: Readonly<Record<keyof HeritageDescription, true>> = {
  name: true,
  condition: true,
  access: true,
  ownership: true,
  protection: true,
  materials: true,
  period: true,
  text: true,
}
export const HERITAGE_DESCRIPTION = Object.keys(DESCRIPTION) as (keyof HeritageDescription)[]

/** What is said of each kind of point: compared with what is known, corrected, shown. */
export const POINT_FIELDS = {
  'heritage-point': ['heritageKind', ...HERITAGE_DESCRIPTION],
  'trail-report': ['category', 'subtype', 'magnitude', 'text'],
} as const satisfies Readonly<Record<string, readonly string[]>>
