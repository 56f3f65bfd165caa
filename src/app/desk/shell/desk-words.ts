import {
  labelOf,
  HERITAGE_KINDS,
  REPORT_CATEGORIES,
  termOf,
  VERDICT_TERMS,
} from '../../../domain/observation/vocabularies.ts'
import type { HeritageEntity, ReportEntity } from '../../../domain/catalogue/entity.ts'
import type { DeskFailure } from '../shell/desk-api.ts'
import checksEn from '../../../locales/en/checks.json'
import deskEn from '../../../locales/en/desk.json'
import formatsEn from '../../../locales/en/formats.json'
import problemsEn from '../../../locales/en/problems.json'
import uiEn from '../../../locales/en/ui.json'
import checksFr from '../../../locales/fr/checks.json'
import deskFr from '../../../locales/fr/desk.json'
import formatsFr from '../../../locales/fr/formats.json'
import problemsFr from '../../../locales/fr/problems.json'
import uiFr from '../../../locales/fr/ui.json'
import { figures, type Figures } from '../../../locales/figures.ts'
import { translator, type Language } from '../../../locales/translate.ts'
import { type Words, sayCode, useWords } from '../../ui/words.ts'
import type { DecisionAnswer, ReviewedObservation } from '../../../contract/desk.ts'

/** The app's words with the figures of their language beside them. */
export interface DeskWords extends Words {
  readonly format: Figures
}

/** A decision that was not applied, with what stood in the way. */
export type Refusal = Extract<DecisionAnswer, { outcome: 'refused' }>

const CATALOGUES = {
  fr: { checks: checksFr, desk: deskFr, formats: formatsFr, problems: problemsFr, ui: uiFr },
  en: { checks: checksEn, desk: deskEn, formats: formatsEn, problems: problemsEn, ui: uiEn },
}

/** Loaded with the desk, so that the phone does not carry them: `DeskShell` provides them as the app's words. */
export function deskWords(language: Language): DeskWords {
  const format = figures(language)
  return { language, t: translator(CATALOGUES, language), format, figures: format }
}

export function useDeskWords(): DeskWords {
  const words = useWords()
  return { ...words, format: words.figures }
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
      const { value, assumed } = assessment.lengthM
      const whole = format.length(value)
      const length = assumed
        ? t('desk.row.lengthAssumed', { length: whole, assumed: format.length(assumed) })
        : whole
      // A walk of no trail has no share of one.
      if (!assessment.comparison) return t('desk.row.trackFree', { length })
      const share = format.share(assessment.comparison.coverage)
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

/** What to tell when the server could not be asked, or refused. */
export function failureSentence(failure: DeskFailure, { t }: DeskWords): string {
  if (failure.why === 'problem') {
    const { problem, params = {} } = failure.problem
    const why = typeof params['reason'] === 'string' ? `formats.refusal.${params['reason']}` : ''
    const reason = why === '' ? '' : sayCode(t, why, params)
    return reason === '' || reason === why ? t(`problems.${problem}`, params) : reason
  }
  if (failure.why === 'outdated') return t('desk.failure.outdated')
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
  return t('desk.walk.method', { method: sayCode(t, `checks.method.${method}`) })
}
