import type { FileRefusal, ParsedFile } from '../domain/formats/parsed-file.ts'
import { readFile } from '../domain/formats/read-file.ts'
import { UnusableInput, type FilesContext } from './on-files.ts'
import { formatWords } from './format-words.ts'

export type InputOutcome =
  | { readonly file: ParsedFile; readonly refusal: null }
  | { readonly file: null; readonly refusal: FileRefusal | null; readonly sentence: string }

/** Reads a file of any format; what cannot be used is one sentence that names the file. */
export async function tryInput(context: FilesContext, path: string): Promise<InputOutcome> {
  const { t, language } = context
  let bytes: Uint8Array
  try {
    bytes = await context.read(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const key = ['ENOENT', 'EACCES', 'EISDIR'].includes(code) ? code : 'other'
    return { file: null, refusal: null, sentence: `${path}: ${t(`error.file.${key}`)}` }
  }
  const outcome = readFile(bytes)
  if (outcome.file) return outcome
  const words = formatWords(language)
  const reasons = (outcome.refusal.problems ?? []).map((problem) => words.problem(problem))
  const sentence = [`${path}: ${words.refusal(outcome.refusal)}`, ...reasons].join(' ')
  return { file: null, refusal: outcome.refusal, sentence }
}

/** The same for a command that cannot go on without the file. */
export async function needInput(context: FilesContext, path: string): Promise<ParsedFile> {
  const outcome = await tryInput(context, path)
  if (!outcome.file) throw new UnusableInput(outcome.sentence)
  const words = formatWords(context.language)
  for (const problem of outcome.file.problems) {
    context.warn(`${path}: ${words.problem(problem)}`)
  }
  return outcome.file
}
