import { uuidV7 } from '../domain/observation/ids.ts'

/** A new id: UUID version 7 of an instant, by default this one. */
export function newId(atMs: number = Date.now()): string {
  return uuidV7(atMs, crypto.getRandomValues(new Uint8Array(10)))
}
