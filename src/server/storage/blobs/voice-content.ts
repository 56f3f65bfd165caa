import { readFile } from 'node:fs/promises'
import { VOICE_LIMITS, type VoiceMediaType } from '../../../domain/observation/voice.ts'

/** The start of a WebM cluster: before it is said what is inside, after it lies the sound. */
const CLUSTER = Buffer.from([0x1f, 0x43, 0xb6, 0x75])
const EBML = Buffer.from([0x1a, 0x45, 0xdf, 0xa3])
/** An Ogg page's own header, with one segment: then comes the codec's name. */
const OGG_HEADER = 28
const OGG_CODECS = ['OpusHead', '\u0001vorbis']

/**
 * Which sound a file is, told from its bytes, never from its name: one of the containers that browsers
 * record into, with sound and no moving picture in it. `null` for anything else, and for what is too long.
 * @param start its size and its first bytes: what begins otherwise is not read
 */
export async function voiceContent(
  file: string,
  start: { readonly bytes: number; readonly head: Buffer },
): Promise<VoiceMediaType | null> {
  if (start.bytes > VOICE_LIMITS.bytes || !isContainer(start.head)) return null
  const bytes = await readFile(file)
  if (isWebm(bytes)) return 'audio/webm'
  if (isMp4(bytes)) return 'audio/mp4'
  return isOgg(bytes) ? 'audio/ogg' : null
}

function isContainer(head: Buffer): boolean {
  const said = head.toString('latin1', 0, 8)
  return head.subarray(0, 4).equals(EBML) || said.startsWith('OggS') || said.endsWith('ftyp')
}

function isWebm(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 4).equals(EBML)) return false
  const cluster = bytes.indexOf(CLUSTER)
  const head = bytes.toString('latin1', 0, cluster < 0 ? bytes.length : cluster)
  return head.includes('webm') && /A_OPUS|A_VORBIS/.test(head) && !/V_[A-Z]/.test(head)
}

/** ISO 14496-12: boxes of a length and a name; `moov` says which tracks there are. */
function isMp4(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return false
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'moov') {
      const tracks = bytes.toString('latin1', at, at + length)
      return tracks.includes('soun') && !tracks.includes('vide')
    }
    if (length < 8) return false
    at += length
  }
  return false
}

function isOgg(bytes: Buffer): boolean {
  const codec = bytes.toString('latin1', OGG_HEADER, OGG_HEADER + 8)
  return (
    bytes.toString('latin1', 0, 4) === 'OggS' && OGG_CODECS.some((one) => codec.startsWith(one))
  )
}
