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
import { translator, type Language } from '../../../locales/translate.ts'
import { createDeskFormat } from './desk-format.ts'
import type { DeskWords } from './desk-words.ts'

const WORDS = {
  fr: { checks: checksFr, desk: deskFr, formats: formatsFr, problems: problemsFr, ui: uiFr },
  en: { checks: checksEn, desk: deskEn, formats: formatsEn, problems: problemsEn, ui: uiEn },
}

/** The desk carries its own words, so that the phone does not. */
export function loadDeskWords(language: Language, nowMs: () => number): DeskWords {
  return { language, t: translator(WORDS, language), format: createDeskFormat(language, nowMs) }
}
