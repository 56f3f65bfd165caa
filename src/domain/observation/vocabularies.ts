import accessList from '../../../data/vocabularies/access.json' with { type: 'json' }
import conditionList from '../../../data/vocabularies/conditions.json' with { type: 'json' }
import difficultyList from '../../../data/vocabularies/difficulties.json' with { type: 'json' }
import heritageKindList from '../../../data/vocabularies/heritage-kinds.json' with { type: 'json' }
import magnitudeList from '../../../data/vocabularies/magnitudes.json' with { type: 'json' }
import markingList from '../../../data/vocabularies/markings.json' with { type: 'json' }
import materialList from '../../../data/vocabularies/materials.json' with { type: 'json' }
import ownershipList from '../../../data/vocabularies/ownership.json' with { type: 'json' }
import practiceList from '../../../data/vocabularies/practices.json' with { type: 'json' }
import protectionList from '../../../data/vocabularies/protection.json' with { type: 'json' }
import reportCategoryList from '../../../data/vocabularies/report-categories.json' with { type: 'json' }
import routeTypeList from '../../../data/vocabularies/route-types.json' with { type: 'json' }
import testSheetList from '../../../data/vocabularies/test-sheet.json' with { type: 'json' }
import themeList from '../../../data/vocabularies/themes.json' with { type: 'json' }
import verdictList from '../../../data/vocabularies/verdicts.json' with { type: 'json' }

/** One code: a stable id and its words. A new language is one more member in every entry. */
export interface Term {
  readonly id: string
  readonly fr: string
  readonly en: string
}
export type Language = 'fr' | 'en'

/** OpenStreetMap tags, key to value. */
export type OsmTags = Readonly<Record<string, string>>

export interface HeritageKind extends Term {
  readonly group: string
  /** Name of a Tabler icon, kebab-case. */
  readonly icon: string
  readonly osm_write: OsmTags
  /** Other tags that mean the same thing, each a whole set. */
  readonly osm_read: readonly OsmTags[]
}

export interface ReportCategory extends Term {
  readonly icon: string
  /** Category ids of Suricate; none when Suricate has no such category. */
  readonly suricate: readonly number[]
  readonly subtypes: readonly Term[]
}

/** How far one can still pass; `value` is what a trail report carries. */
export interface Magnitude extends Term {
  readonly value: number
}

export interface Marking extends Term {
  readonly colours: readonly string[]
  readonly osmc?: string
  /** A registered mark: may be named as a crossing, not re-published as a route of one's own. */
  readonly registered?: boolean
}

export interface Practice extends Term {
  readonly icon: string
  /** The value of schema_randonnee 1.1.0. */
  readonly national: string
  readonly osm_route?: string
  readonly suricate?: number
}

export interface RouteType extends Term {
  readonly national: string
}

export interface PicturedTerm extends Term {
  readonly icon: string
}

/** An answer of the test sheet; `trouble` asks for a reviewer's attention. */
export interface TestSheetAnswer extends Term {
  readonly trouble?: boolean
}

/** One question, answered in one tap, or in one tap for each of its `items`. */
export interface TestQuestion extends PicturedTerm {
  readonly answers: readonly TestSheetAnswer[]
  /** When present, the answers are given for each item and stored under the item's id. */
  readonly items?: readonly PicturedTerm[]
  /** The property of the trail-test that holds the answer; otherwise `answers[id]`. */
  readonly stored_as?: string
}

export const HERITAGE_GROUPS: readonly Term[] = heritageKindList.groups
export const HERITAGE_KINDS: readonly HeritageKind[] = heritageKindList.entries.map((entry) => ({
  ...entry,
  osm_write: tags(entry.osm_write),
  osm_read: entry.osm_read.map(tags),
}))
export const CONDITIONS: readonly (Term & { readonly geotrek?: string })[] = conditionList.entries
export const ACCESS: readonly Term[] = accessList.entries
export const OWNERSHIP: readonly Term[] = ownershipList.entries
export const PROTECTION: readonly Term[] = protectionList.entries
export const MATERIALS: readonly Term[] = materialList.entries
export const REPORT_CATEGORIES: readonly ReportCategory[] = reportCategoryList.entries
export const MAGNITUDE_TERMS: readonly Magnitude[] = magnitudeList.entries
export const MARKINGS: readonly Marking[] = markingList.entries
export const PRACTICES: readonly Practice[] = practiceList.entries
export const DIFFICULTY_TERMS: readonly Term[] = difficultyList.entries
export const ROUTE_TYPE_TERMS: readonly RouteType[] = routeTypeList.entries
export const THEMES: readonly PicturedTerm[] = themeList.entries
export const VERDICT_TERMS: readonly (PicturedTerm & { readonly trouble?: boolean })[] =
  verdictList.entries
export const TEST_SHEET: readonly TestQuestion[] = testSheetList.entries

/** The entry with that id, if the list has it: a record may carry a code of a newer version. */
export function termOf<T extends Term>(list: readonly T[], id: string | undefined): T | undefined {
  return list.find((entry) => entry.id === id)
}

/** The words for a code; an unknown code is shown as it is rather than hidden. */
export function labelOf(list: readonly Term[], id: string, language: Language): string {
  return termOf(list, id)?.[language] ?? id
}

/** Drops the absent keys that the compiler sees in a list of unlike objects. */
function tags(raw: Readonly<Record<string, string | undefined>>): OsmTags {
  return Object.fromEntries(
    Object.entries(raw).filter((pair): pair is [string, string] => !!pair[1]),
  )
}
