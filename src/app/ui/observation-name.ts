import {
  HERITAGE_KINDS,
  REPORT_CATEGORIES,
  termOf,
  type Language,
} from '../../domain/observation/vocabularies.ts'

export interface Named {
  readonly kind: string
  readonly heritageKind?: unknown
  readonly category?: unknown
  readonly subtype?: unknown
  readonly name?: unknown
}

/** What a thing seen is called: its own name, else its kind; `otherwise` when neither is known. */
export function observationName(of: Named, otherwise: string, language: Language): string {
  if (typeof of.name === 'string' && of.name !== '') return of.name
  if (typeof of.heritageKind === 'string')
    return termOf(HERITAGE_KINDS, of.heritageKind)?.[language] ?? of.heritageKind
  if (typeof of.category === 'string') {
    const category = termOf(REPORT_CATEGORIES, of.category)
    const subtype = category?.subtypes.find(({ id }) => id === of.subtype)
    return subtype?.[language] ?? category?.[language] ?? of.category
  }
  return otherwise
}
