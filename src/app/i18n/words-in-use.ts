import { computed, shallowRef, type ShallowRef } from 'vue'
import frApp from '../../locales/fr/app.json'
import frField from '../../locales/fr/field.json'
import frProblems from '../../locales/fr/problems.json'
import frUi from '../../locales/fr/ui.json'
import { figures } from '../../locales/figures.ts'
import { LANGUAGES, translator, type Language, type Words } from '../../locales/translate.ts'
import type { Words as ScreenWords } from '../ui/words.ts'

/** French is in the shell: the first screen needs no second request. The rest comes when it is needed. */
const SHELL: Readonly<Record<string, Words>> = {
  app: frApp,
  field: frField,
  problems: frProblems,
  ui: frUi,
}
const FILES = import.meta.glob<Words>('../../locales/*/*.json', { import: 'default' })

export interface WordsInUse {
  readonly language: Readonly<ShallowRef<Language>>
  readonly words: ScreenWords
  /** Fetches what a screen needs besides the shell, such as `checks`. */
  readonly load: (areas: readonly string[]) => Promise<void>
  readonly use: (language: Language) => Promise<void>
}

/** The words on the screen: two languages, one area file at a time, switched without a reload. */
export function createWordsInUse(): WordsInUse {
  const language = shallowRef<Language>('fr')
  const loaded = shallowRef<Record<Language, Record<string, Words>>>({ fr: { ...SHELL }, en: {} })
  const wanted = new Set(Object.keys(SHELL))
  const say = computed(() => translator(loaded.value, language.value))

  async function fetchMissing(languages: readonly Language[]): Promise<void> {
    const next = { fr: { ...loaded.value.fr }, en: { ...loaded.value.en } }
    for (const code of languages)
      for (const area of wanted) {
        const file = FILES[`../../locales/${code}/${area}.json`]
        if (!next[code][area] && file) next[code][area] = await file()
      }
    loaded.value = next
  }

  return {
    language,
    words: {
      t: (key, params) => say.value(key, params),
      get language() {
        return language.value
      },
      get figures() {
        return figures(language.value)
      },
    },
    async load(areas) {
      for (const area of areas) wanted.add(area)
      await fetchMissing(language.value === 'fr' ? ['fr'] : ['fr', language.value])
    },
    async use(next) {
      await fetchMissing(['fr', next])
      language.value = next
      document.documentElement.lang = next
    },
  }
}

/** The language to start with: the one chosen, else the phone's, else French. */
export function firstLanguage(chosen: unknown, phone: readonly string[]): Language {
  const known = (code: unknown) => LANGUAGES.find((language) => language === code)
  return known(chosen) ?? phone.map((tag) => known(tag.slice(0, 2))).find(Boolean) ?? 'fr'
}
