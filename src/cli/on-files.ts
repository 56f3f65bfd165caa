import { readFile, writeFile } from 'node:fs/promises'
import { figures, type Figures } from '../locales/figures.ts'
import type { Language, Translate } from '../locales/translate.ts'
import { EXIT, type Command, type ExitCode } from './command.ts'

/** What a command that works on files is given. */
export interface FilesContext {
  /** File names, in order. */
  readonly files: readonly string[]
  /** Options that take a word, by name. */
  readonly options: Readonly<Record<string, string | undefined>>
  /** One JSON document instead of a readable report. */
  readonly json: boolean
  readonly language: Language
  /** Words of the `cli` area. */
  readonly t: Translate
  readonly figures: Figures
  readonly nowMs: number
  readonly print: (line: string) => void
  readonly warn: (line: string) => void
  /** Throws when there is no such file, or it may not be read. */
  readonly read: (path: string) => Promise<Uint8Array>
  /** Throws `UnusableInput` where nothing can be written. */
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>
}

/** Thrown for an input that cannot be used: its sentence is said, and the exit code is 2. */
export class UnusableInput extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'UnusableInput'
  }
}

/** A command that works on at least so many files. */
export function onFiles(
  optionNames: readonly string[],
  leastFiles: number,
  run: (context: FilesContext) => Promise<ExitCode>,
): Command {
  return {
    options: Object.fromEntries(optionNames.map((name) => [name, 'string' as const])),
    async run({ words, json, options }, { language, say, print, warn }) {
      try {
        if (words.length < leastFiles) throw new UnusableInput(say('error.missing-file'))
        return await run({
          files: words,
          options: Object.fromEntries(optionNames.map((name) => [name, wordOf(options[name])])),
          json,
          language,
          t: say,
          figures: figures(language),
          nowMs: Date.now(),
          print,
          warn,
          read: async (path) => new Uint8Array(await readFile(path)),
          write: async (path, content) => {
            try {
              await writeFile(path, content)
            } catch {
              throw new UnusableInput(`${path}: ${say('error.not-written')}`)
            }
          },
        })
      } catch (error) {
        if (!(error instanceof UnusableInput)) throw error
        warn(error.message)
        return EXIT.unusable
      }
    },
  }
}

function wordOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
