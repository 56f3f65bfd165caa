import { assessWalk, type WalkedTrail } from '../domain/checks/assess-walk.ts'
import { packTrack } from '../domain/geo/packed-track.ts'
import type { FixFile } from '../domain/observation/fix-file.ts'
import { unpackFixes } from '../domain/observation/packed-fixes.ts'
import { trackOfFixFile } from '../domain/observation/track-of-fix-file.ts'
import { writeWalk, type AboutWalk, type ByteWriter } from '../domain/observation/write-walk.ts'

declare const self: DedicatedWorkerGlobalScope

/** A walk as the page hands it over: its fixes are `fixes`, packed. */
type PackedWalk = Omit<FixFile, 'fixes'> & { readonly fixes: Float64Array }

type Question =
  | {
      readonly id: number
      readonly kind: 'check'
      readonly walk: PackedWalk
      readonly trail: WalkedTrail | null
      readonly nowMs: number
    }
  | {
      readonly id: number
      readonly kind: 'write'
      readonly walk: PackedWalk
      readonly about: AboutWalk
    }

const writer: ByteWriter = {
  utf8: (text) => new TextEncoder().encode(text).buffer,
  sha256: async (bytes) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).reduce(
      (name, byte) => name + byte.toString(16).padStart(2, '0'),
      '',
    ),
}

/** Runs the domain's checks beside the page, so that the page never stops. No logic of its own. */
self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  // The page hears of it at once, and does without.
  answer(data).catch(reportError)
})

async function answer(question: Question): Promise<void> {
  const { id } = question
  const file = { ...question.walk, fixes: unpackFixes(question.walk.fixes) }
  if (question.kind === 'write') {
    const written = await writeWalk(file, question.about, writer)
    return self.postMessage({ id, written }, [written.fixes.bytes, written.record])
  }
  const track = trackOfFixFile(file)
  const assessment = assessWalk(track, question.trail, { nowMs: question.nowMs })
  const packed = packTrack(track)
  self.postMessage({ id, track: packed, assessment }, [packed.fixes.buffer])
}
