import { createHash } from 'node:crypto'
import { toGeoJsonText, type PublicationFile } from '../../domain/publication/publication-file.ts'
import { redactPublication, type Redaction } from '../../domain/publication/redact-publication.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Takes out of every frozen version of some trails what the law takes out (ADR 0013). */
export async function redactVersions(
  tx: StoreTransaction,
  territory: string,
  trails: Iterable<string>,
  redaction: Redaction,
  redactedAt: string,
): Promise<void> {
  for (const trail of new Set(trails)) {
    let hasChanged = false
    for (const { number } of await tx.publications.list(territory, trail)) {
      const stored = await tx.publications.get(territory, trail, number)
      if (!stored) continue
      const file = JSON.parse(new TextDecoder().decode(stored.bytes)) as PublicationFile
      const redacted = redactPublication(file, redaction)
      if (!redacted) continue
      const bytes = new TextEncoder().encode(toGeoJsonText({ ...redacted }))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await tx.publications.redact(territory, { trail, number, bytes, sha256, redactedAt })
      hasChanged = true
    }
    // Whoever remembers what is published must read it again.
    if (hasChanged) await tx.catalogue.touch(territory, 'trail', trail)
  }
}
