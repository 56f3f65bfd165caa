import type { VoiceMediaType } from '../../../domain/observation/voice.ts'
import { headOf } from '../synced-files.ts'
import { photoContent, type PhotoContent } from './photo-files.ts'
import { voiceContent } from './voice-content.ts'

export type BlobContent = 'fixes' | PhotoContent | VoiceMediaType

/** Room for what a camera writes before it says how large the picture is. */
const HEAD_BYTES = 65_536
const OPENING_BRACE = 0x7b

/** Size of a file, and what its bytes are, whatever it was said to be. */
export async function contentOf(
  file: string,
): Promise<{ readonly bytes: number; readonly content: BlobContent }> {
  const start = headOf(file, HEAD_BYTES)
  const { bytes, head } = start
  if (head[0] === OPENING_BRACE) return { bytes, content: 'fixes' }
  return { bytes, content: (await voiceContent(file, start)) ?? (await photoContent(file, head)) }
}
