import type { Language, Translate } from '../locales/translate.ts'

/** Exit codes: done, findings of severity error, unusable input or wrong use. */
export const EXIT = { done: 0, findings: 1, unusable: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a command is given: its words, and where to speak. */
export interface Terminal {
  readonly language: Language
  /** The words of the command line: `src/locales/*\/cli.json`. */
  readonly say: Translate
  /** One line for people, or the JSON document. */
  readonly print: (line: string) => void
  /** One line about a problem, on standard error. */
  readonly warn: (line: string) => void
}

export type OptionKind = 'boolean' | 'string'

/** One command of `npm run jalon -- …`. */
export interface Command {
  /** Names of the options it takes besides `--json`, `--lang` and `--help`. */
  readonly options?: Readonly<Record<string, OptionKind>>
  run(input: CommandInput, terminal: Terminal): Promise<ExitCode>
}

export interface CommandInput {
  readonly words: readonly string[]
  readonly json: boolean
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** The value of an option that takes a word. */
export function wordOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}
