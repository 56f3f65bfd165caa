import { strToU8, zipSync, type Zippable } from 'fflate'

export const CARD = {
  format: 'jalon-rescue',
  version: 1,
  device: null,
  madeAt: '2026-05-12T08:00:00Z',
}

/** A value as a file of an archive. */
export const jsonFile = (value: unknown): Uint8Array => strToU8(JSON.stringify(value))

/** What a phone saves of itself, with these files. */
export const rescueZip = (files: Zippable, card: unknown = CARD): Uint8Array =>
  zipSync({ 'jalon.json': jsonFile(card), ...files })
