import type { Feature, LineString, Point } from 'geojson'
import type { HeritageDescription } from '../observation/point-fields.ts'
import type { WaivableItem } from './waivable-items.ts'
import type { TrailAttributes } from './trail-attributes.ts'

/**
 * The catalogue: what has been decided. Every entity is a GeoJSON Feature with a stable id, and is
 * nothing but the fold of the decisions that name it: see `apply-decision.ts`.
 */
export type CatalogueEntity = TrailEntity | HeritageEntity | ReportEntity | AnswerEntity

interface Common {
  readonly territory: string
  /** The decision that made this state. A decision based on another one is a conflict. */
  readonly decision: string
  readonly decidedAt: string
  readonly deleted?: Tombstone
}

/** Deleted things stay, so that nothing late can bring them back (promise P12). */
export interface Tombstone {
  readonly at: string
  readonly reason: string
  /** The entity that took its observations: the two were one thing. */
  readonly into?: string
  /** The decision that made it was taken back: it never was, and its observation waits again. */
  readonly undone?: boolean
}

export interface Closure {
  readonly from: string
  readonly until?: string
  readonly reason: string
}

/**
 * A reviewer's written acceptance of a finding, by its `check`, or of one `item` of the publication gate as it
 * stood that day: it holds while no more is missing than `count` and `share` say.
 */
export interface Waiver {
  readonly check?: string
  readonly item?: WaivableItem
  readonly count?: number
  readonly share?: number
  readonly reason: string
  readonly decision: string
  /** When it was given, ISO 8601; absent of the first ones. */
  readonly at?: string
}

export interface TrailProperties extends Common {
  readonly kind: 'trail'
  readonly attributes: TrailAttributes
  /** Version of the reference line, from 1. */
  readonly version: number
  /** The highest version ever given; absent when it is `version`. Numbers are never used twice. */
  readonly versions?: number
  readonly referenceSetAt: string
  readonly referenceMethod: 'import' | 'drawn' | 'consensus'
  readonly waivers: readonly Waiver[]
  readonly closure?: Closure
  /** The publication in force, if any. */
  readonly published?: {
    readonly number: number
    readonly at: string
    /** Version of the reference line that was frozen. */
    readonly version?: number
  }
  /** How many publications were ever made: numbers are never used twice. */
  readonly publications: number
}
export type TrailEntity = Feature<LineString, TrailProperties> & { id: string }

export interface HeritageProperties extends Common, HeritageDescription {
  readonly kind: 'heritage-point'
  readonly heritageKind: string
  readonly photos: readonly { readonly sha256: string; readonly alt?: string }[]
  /** Trails it was seen from. */
  readonly trails: readonly string[]
  /** Every accepted observation of it, first one first: seen by N. */
  readonly observations: readonly string[]
}
export type HeritageEntity = Feature<Point, HeritageProperties> & { id: string }

export interface ReportProperties extends Common {
  readonly kind: 'trail-report'
  readonly category: string
  readonly subtype?: string
  readonly magnitude: 0 | 1 | 2
  readonly text?: string
  readonly photos: readonly { readonly sha256: string; readonly alt?: string }[]
  readonly trail?: string
  readonly status: 'open' | 'solved'
  readonly observations: readonly string[]
}
export type ReportEntity = Feature<Point | LineString, ReportProperties> & { id: string }

/** What became of one observation; its id is the observation's. */
export interface AnswerProperties extends Common {
  readonly kind: 'answer'
  readonly outcome: 'accepted' | 'merged' | 'refused'
  readonly reason?: string
  /** The catalogue entity it went into. */
  readonly into?: string
  readonly trail?: string
}
export type AnswerEntity = Feature<null, AnswerProperties> & { id: string }
