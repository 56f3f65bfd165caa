import { expect } from 'vitest'
import * as z from 'zod/mini'
import type { DecisionAnswer, DeskTrailAnswer } from '../../src/contract/desk.ts'
import { decisionAnswer, deskTrailAnswer } from '../../src/contract/desk-answers.ts'
import type { Fix } from '../../src/domain/geo/fix.ts'
import {
  FIX_FILE_MEDIA_TYPE,
  writeFixFile,
  type RecordedFix,
} from '../../src/domain/observation/fix-file.ts'
import { aTrack, TERRITORY } from './records.ts'
import type { Phone } from './test-server.ts'

/** Sends one decision to the desk's door. */
export async function sendDecision(
  by: Phone,
  decision: object,
): Promise<{ readonly status: number; readonly answer: DecisionAnswer }> {
  const body = JSON.stringify(decision)
  const response = await by.request('/api/desk/decisions', { method: 'POST', body })
  const said: unknown = await response.json()
  // A refusal of the whole request is a problem, not an answer.
  const answer = response.ok ? z.parse(decisionAnswer, said) : (said as DecisionAnswer)
  return { status: response.status, answer }
}

/** What the desk shows of one trail. */
export async function readDeskTrail(by: Phone, id: string): Promise<DeskTrailAnswer> {
  const response = await by.request(`/api/desk/trails/${id}?territory=${TERRITORY}`)
  return z.parse(deskTrailAnswer, await response.json())
}

/** Fixes as a phone that was always looked at writes them down. */
export const asRecorded = (fixes: readonly Fix[]): RecordedFix[] =>
  fixes.map((fix) => ({ ...fix, atMs: fix.atMs!, monotonicMs: fix.atMs!, visible: true }))

/** Sends a walk of a trail, raw fixes first; the server must take it. */
export async function sendWalk(phone: Phone, trail: string, fixes: readonly RecordedFix[]) {
  const bytes = new TextEncoder().encode(writeFixFile({ fixes, gaps: [] }))
  const sha256 = await phone.send(bytes)
  const file = { sha256, bytes: bytes.length, mediaType: FIX_FILE_MEDIA_TYPE, count: fixes.length }
  const track = aTrack(file, { device: phone.device, trail })
  expect((await phone.push([track])).outcomes).toMatchObject([{ outcome: 'created' }])
  return track
}
