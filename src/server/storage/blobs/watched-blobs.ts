import { DamagedBlob, type Blobs } from './blobs.ts'

/** The same blobs; whoever watches over the server hears of each that is not what was stored. */
export function watchedBlobs(blobs: Blobs, onDamaged: (damaged: DamagedBlob) => void): Blobs {
  const tell = (error: unknown) => {
    if (error instanceof DamagedBlob) onDamaged(error)
  }
  const watch = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      tell(error)
      throw error
    }
  }
  return {
    ...blobs,
    read: (territory, sha256) => watch(blobs.read(territory, sha256)),
    withFile: (territory, sha256, work) => watch(blobs.withFile(territory, sha256, work)),
    async stream(territory, sha256) {
      const found = await blobs.stream(territory, sha256)
      return found && { ...found, body: telling(found.body, tell) }
    },
  }
}

/** The same bytes; tells when they break off. */
function telling(body: ReadableStream, tell: (error: unknown) => void): ReadableStream {
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        tell(error)
        controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
