import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { VoiceReference } from '../../src/domain/observation/observation.ts'
import type { VoiceMediaType } from '../../src/domain/observation/voice.ts'

const FILES = { webm: 'audio/webm', mp4: 'audio/mp4' } as const satisfies Record<
  string,
  VoiceMediaType
>

/** A tone of two seconds, as Chromium's recorder writes it; another seed, other bytes. */
export function aVoice(
  seed = 1,
  container: keyof typeof FILES = 'webm',
): { bytes: Buffer; reference: VoiceReference } {
  const url = new URL(`../fixtures/voice/voice.${container}`, import.meta.url)
  const bytes = Buffer.concat([readFileSync(url), Buffer.from([0, seed])])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const mediaType = FILES[container]
  return { bytes, reference: { sha256, bytes: bytes.length, mediaType, durationMs: 2_400 } }
}
