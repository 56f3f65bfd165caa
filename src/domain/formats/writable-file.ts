import type { ParsedFile, ParsedLine, ParsedWaypoint } from './parsed-file.ts'

/** What a writer takes: what a reader gives, with the rights that go with it. */
export interface WritableFile extends Partial<Pick<ParsedFile, 'name' | 'description' | 'kept'>> {
  readonly tracks: readonly ParsedLine[]
  readonly routes: readonly ParsedLine[]
  readonly waypoints: readonly ParsedWaypoint[]
  readonly licence?: { readonly author: string; readonly url: string }
}

export interface WriteOptions {
  /** Instants belong to the walker: only their own export has them, never a published file. */
  readonly times: boolean
}

/** An instant as files write it. */
export function instantText(atMs: number): string {
  return new Date(atMs).toISOString()
}
