import deskEn from '../../locales/en/desk.json'
import problemsEn from '../../locales/en/problems.json'
import uiEn from '../../locales/en/ui.json'
import deskFr from '../../locales/fr/desk.json'
import problemsFr from '../../locales/fr/problems.json'
import uiFr from '../../locales/fr/ui.json'
import { translator, type Language } from '../../locales/translate.ts'
import { createDeskFormat } from './desk-format.ts'
import type { DeskWords } from './desk-words.ts'

const WORDS = {
  fr: { desk: deskFr, problems: problemsFr, ui: uiFr },
  en: { desk: deskEn, problems: problemsEn, ui: uiEn },
}

/** The desk carries its own words, so that the phone does not. */
export function loadDeskWords(language: Language, nowMs: () => number): DeskWords {
  return { language, t: translator(WORDS, language), format: createDeskFormat(language, nowMs) }
}
