import type { POINT_FIELDS } from '../../../domain/observation/point-fields.ts'
import {
  ACCESS,
  CONDITIONS,
  HERITAGE_KINDS,
  labelOf,
  MAGNITUDE_TERMS,
  MATERIALS,
  OWNERSHIP,
  PROTECTION,
  REPORT_CATEGORIES,
  type Language,
  type Term,
} from '../../../domain/observation/vocabularies.ts'
import { sayCode, type Say } from '../../ui/words.ts'

/** A member of a heritage point or a report that staff may change. */
export type PointField = (typeof POINT_FIELDS)[keyof typeof POINT_FIELDS][number]

export const LISTS: Readonly<Record<string, readonly Term[]>> = {
  heritageKind: HERITAGE_KINDS,
  condition: CONDITIONS,
  access: ACCESS,
  ownership: OWNERSHIP,
  protection: PROTECTION,
  materials: MATERIALS,
  category: REPORT_CATEGORIES,
  subtype: REPORT_CATEGORIES.flatMap((category) => category.subtypes),
}

/** A field's value in words: a code by its vocabulary, anything else as it is; `null` for nothing. */
export function fieldValue(field: string, value: unknown, language: Language): string | null {
  if (value === null || value === undefined || value === '') return null
  if (field === 'geometry') return placeText(value)
  if (Array.isArray(value)) {
    const parts = value.map((one) => fieldValue(field, one, language)).filter((one) => one !== null)
    return parts.length > 0 ? parts.join(', ') : null
  }
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value)
  const magnitude = MAGNITUDE_TERMS.find((term) => term.value === value)
  if (field === 'magnitude' && magnitude) return magnitude[language]
  const text = String(value)
  const list = LISTS[field]
  return list ? labelOf(list, text, language) : text
}

/** What people call a member of a record: `geometry`, a property, or `attributes.<name>` of a trail. */
export function fieldName(field: string, t: Say): string {
  const [area, name] = field.startsWith('attributes.')
    ? ['desk.attributes', field.slice('attributes.'.length)]
    : ['desk.fields', field]
  const said = sayCode(t, `${area}.${name}`)
  return said === `${area}.${name}` ? field : said
}

/** A place as people copy it into a map: latitude, then longitude. */
function placeText(value: unknown): string {
  const [lon, lat] = Array.isArray(value) ? (value as readonly unknown[]) : []
  return typeof lon === 'number' && typeof lat === 'number'
    ? `${lat.toFixed(5)}, ${lon.toFixed(5)}`
    : JSON.stringify(value)
}
