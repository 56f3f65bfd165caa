/** A voice note: a thought, not a lecture. A minute at 32 kbit/s is 240 kB; the cap leaves room for coarse encoders. */
export const VOICE_LIMITS = { longestMs: 60_000, bytes: 2_000_000 } as const

/** What browsers record into: Chromium and Firefox WebM or Ogg, Safari MP4. */
export const VOICE_MEDIA_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const
export type VoiceMediaType = (typeof VOICE_MEDIA_TYPES)[number]

/** How a file of each is called. */
export const VOICE_EXTENSIONS: Readonly<Record<VoiceMediaType, string>> = {
  'audio/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
}

export function isVoiceMediaType(mediaType: string): mediaType is VoiceMediaType {
  return (VOICE_MEDIA_TYPES as readonly string[]).includes(mediaType)
}

/** The container of what a recorder names with its codecs (`audio/webm;codecs=opus`); `null` for any other. */
export function voiceMediaType(recorded: string): VoiceMediaType | null {
  const container = recorded.split(';')[0]!.trim().toLowerCase()
  return isVoiceMediaType(container) ? container : null
}
