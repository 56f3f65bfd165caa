import type { FileRefusal, RefusalCode } from './parsed-file.ts'

/**
 * Thrown inside a reader to leave it from any depth, and turned into a refusal by `readFile`: no
 * caller of the readers ever sees it.
 */
export class RefusedFile extends Error {
  readonly refusal: FileRefusal

  constructor(code: RefusalCode, line?: number) {
    super(code)
    this.name = 'RefusedFile'
    this.refusal = line === undefined ? { code } : { code, line }
  }
}
