import type { Language } from '../../locales/translate.ts'
import { phoneLanguages } from '../device/browser.ts'
import { createWordsInUse, firstLanguage } from '../i18n/words-in-use.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

const LANGUAGE_KEY = 'language'

/** The language of the screens: the one chosen on this phone, else the phone's own. */
export function createLanguage(settings: PhoneStorage['settings']) {
  const { words, language, use, load } = createWordsInUse()
  return {
    words,
    language,
    loadWords: load,
    setLanguage: async (next: Language): Promise<void> => {
      await settings.set(LANGUAGE_KEY, next)
      await use(next)
    },
    async start(): Promise<void> {
      await use(firstLanguage(await settings.get(LANGUAGE_KEY), phoneLanguages()))
    },
  }
}
