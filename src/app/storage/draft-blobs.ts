import type { Draft } from './rows.ts'

/** Everything a draft names that lies beside it: while it does, the bytes stay. */
export function blobsOfDraft({ photos, voice }: Draft): readonly { readonly sha256: string }[] {
  return voice ? [...photos, voice] : photos
}
