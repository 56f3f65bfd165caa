/** Languages people can read Jalon in. French is written first. */
export const LANGUAGES = ['fr', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** The words of one area in one language: sentences, or groups of them. */
export interface Words {
  readonly [key: string]: string | Words
}

export type Params = Readonly<Record<string, string | number>>
/** Gives the sentence under a dotted key, with `{names}` filled in. */
export type Translate = (key: string, params?: Params) => string

/**
 * Words of one area (`problems.json`, `server.json`…) in both languages, as a function. A key with
 * `.one` and `.other` below it is chosen by `params.count`. What the language lacks is said in French;
 * a key nobody wrote is given back as it is, so that it shows.
 */
export function translator(
  words: Readonly<Record<Language, Words>>,
  language: Language,
): Translate {
  const plural = new Intl.PluralRules(language)
  return (key, params = {}) => {
    const found = find(words[language], key) ?? find(words.fr, key)
    const sentence =
      typeof found === 'object' && typeof params['count'] === 'number'
        ? (found[plural.select(params['count'])] ?? found['other'])
        : found
    if (typeof sentence !== 'string') return key
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
  }
}

function find(words: Words, key: string): string | Words | undefined {
  let at: string | Words | undefined = words
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined
    at = at[part]
  }
  return at
}
