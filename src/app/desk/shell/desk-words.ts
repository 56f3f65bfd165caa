import { inject, type InjectionKey } from 'vue'
import {
  labelOf,
  HERITAGE_KINDS,
  REPORT_CATEGORIES,
  termOf,
  VERDICT_TERMS,
} from '../../../domain/observation/vocabularies.ts'
import type { HeritageEntity, ReportEntity } from '../../../domain/catalogue/entity.ts'
import type { TrailStatus } from '../../../domain/review/trail-status.ts'
import type { Failure } from '../../services/api-client.ts'
import type { Translate, Language } from '../../../locales/translate.ts'
import type { DecisionAnswer, ReviewedObservation } from '../../../contract/desk.ts'
import type { DeskFormat } from './desk-format.ts'

/** The desk's sentences, figures and names, in the language of the reader. */
export interface DeskWords {
  readonly t: Translate
  readonly language: Language
  readonly format: DeskFormat
}

/** A decision that was not applied, with what stood in the way. */
export type Refusal = Extract<DecisionAnswer, { outcome: 'refused' }>

export const DESK_WORDS: InjectionKey<DeskWords> = Symbol('desk-words')

export function useDeskWords(): DeskWords {
  const words = inject(DESK_WORDS)
  if (!words) throw new Error('The desk has no words: DeskShell provides them.')
  return words
}

/** What an observation is, in a few words. */
export function titleOf(
  { observation, assessment }: ReviewedObservation,
  words: DeskWords,
): string {
  const { t, language, format } = words
  const { properties } = observation
  switch (properties.kind) {
    case 'track': {
      if (!assessment) return t('desk.row.track')
      const length = format.distance(assessment.lengthM.value)
      // A walk of no trail has no share of one.
      if (!assessment.comparison) return t('desk.row.trackFree', { length })
      const share = format.percent(assessment.comparison.coverage)
      return t('desk.row.trackLong', { length, share })
    }
    case 'trail-test':
      return properties.verdict
        ? t('desk.row.testVerdict', {
            verdict: labelOf(VERDICT_TERMS, properties.verdict, language),
          })
        : t('desk.row.test')
    case 'heritage-point':
      return heritageTitle(properties, words)
    case 'trail-report':
      return reportTitle(properties, words)
    case 'all-clear':
      return t(`desk.row.allClear.${properties.scope}`)
  }
}

/** The same for a thing of the catalogue. */
export function entityTitle(
  { properties }: HeritageEntity | ReportEntity,
  words: DeskWords,
): string {
  return properties.kind === 'heritage-point'
    ? heritageTitle(properties, words)
    : reportTitle(properties, words)
}

function heritageTitle(
  { heritageKind, name }: { readonly heritageKind: string; readonly name?: string | undefined },
  { t, language }: DeskWords,
): string {
  const kind = labelOf(HERITAGE_KINDS, heritageKind, language)
  return name ? t('desk.row.heritageNamed', { kind, name }) : kind
}

function reportTitle(
  { category, subtype }: { readonly category: string; readonly subtype?: string | undefined },
  { t, language }: DeskWords,
): string {
  const known = termOf(REPORT_CATEGORIES, category)
  const label = known?.[language] ?? category
  return subtype
    ? t('desk.row.reportSub', {
        category: label,
        subtype: labelOf(known?.subtypes ?? [], subtype, language),
      })
    : label
}

/** The one sentence that says why a trail has its status. */
export function statusReason(status: TrailStatus, { t, format }: DeskWords): string {
  switch (status.id) {
    case 'in-test':
      return t('desk.because.in-test', { share: format.percent(status.because.share) })
    case 'to-fix':
      return t('desk.because.to-fix', { count: status.because.count })
    case 'published':
      return status.because.testedAt
        ? t('desk.because.published', { date: format.date(status.because.testedAt) })
        : t('desk.because.publishedUntested')
    case 'to-retest':
      return t('desk.because.to-retest', { months: status.because.months })
    case 'closed':
      return status.because.until
        ? t('desk.because.closedUntil', {
            date: format.date(status.because.until),
            reason: status.because.reason,
          })
        : t('desk.because.closed', { reason: status.because.reason })
    case 'draft':
    case 'to-test':
    case 'ready':
      return t(`desk.because.${status.id}`)
  }
}

/** What to tell when the server could not be asked, or refused. */
export function failureSentence(failure: Failure, { t }: DeskWords): string {
  if (failure.why === 'problem') {
    const { problem, params = {} } = failure.problem
    const why = typeof params['reason'] === 'string' ? `formats.refusal.${params['reason']}` : ''
    const reason = why === '' ? '' : t(why, params)
    return reason === '' || reason === why ? t(`problems.${problem}`, params) : reason
  }
  return failure.why === 'stranger'
    ? t('desk.failure.stranger', { status: failure.status })
    : t('desk.failure.no-network')
}

/** Why a decision was not applied. */
export function refusalSentence(
  { code, field }: Pick<Refusal, 'code' | 'field'>,
  { t }: DeskWords,
): string {
  if (field === 'properties.attributes.slug') return t('desk.attributes.slugTaken')
  return t(`desk.conflict.${code}`, { field: field ?? '' })
}

/** How a figure was computed. */
export function methodSentence(method: string, { t }: DeskWords): string {
  return t('desk.walk.method', { method: t(`checks.method.${method}`) })
}
