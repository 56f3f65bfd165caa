import type { PhoneStorage } from './phone-storage.ts'
import type { Draft } from './rows.ts'

/** Everything a draft names that lies beside it: while it does, the bytes stay. */
export function blobsOfDraft({ photos, voice }: Draft): readonly { readonly sha256: string }[] {
  return voice ? [...photos, voice] : photos
}

/** Of these photos and voices, those that no draft and no record names any more make room. */
export async function dropUnnamed(
  { drafts, outbox, blobs }: Pick<PhoneStorage, 'drafts' | 'outbox' | 'blobs'>,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return
  const named = new Set(
    [
      ...(await drafts.all()).flatMap(blobsOfDraft),
      ...(await outbox.all()).flatMap((item) => item.blobs),
    ].map(({ sha256 }) => sha256),
  )
  for (const sha256 of names) if (!named.has(sha256)) await blobs.remove(sha256)
}
