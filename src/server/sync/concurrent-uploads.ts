import type { BodyWithTimeout } from '../http/body-with-timeout.ts'

export interface Upload {
  readonly territory: string
  readonly sha256: string
  readonly device: string
  readonly body: Pick<BodyWithTimeout, 'shortenTimeout'>
}

/** A phone that sends the same blob anew has most likely lost the line it sent it on before: or it is two tabs. */
const OWN_SILENT_MS = 1_000
/** Another device's line may be slow and alive. */
const OTHERS_SILENT_MS = 5_000

/**
 * Contention between uploads of one blob: its pieces are received one after another, so that a line that died without a word would hold up
 * its own phone, which tries again. While somebody waits, a silence may be short only. What came before it is
 * kept, and gone on with.
 */
export function concurrentUploads() {
  const all = new Map<string, Set<Upload>>()
  return async <T>(upload: Upload, receive: () => Promise<T>): Promise<T> => {
    const name = `${upload.territory}/${upload.sha256}`
    const same = all.get(name) ?? new Set()
    for (const { device, body } of same) {
      body.shortenTimeout(device === upload.device ? OWN_SILENT_MS : OTHERS_SILENT_MS)
    }
    all.set(name, same.add(upload))
    try {
      return await receive()
    } finally {
      same.delete(upload)
      if (same.size === 0 && all.get(name) === same) all.delete(name)
    }
  }
}
