import * as z from 'zod/mini'
import { instant } from '../domain/observation/observation.ts'

/** What is written down. Words: `desk.people.journal.action.<action>`; of a decision, `….decided.<its action>`. */
export const JOURNAL_ACTIONS = [
  'invited',
  'joined',
  'revoked',
  'erased',
  'rescued',
  'taken-in',
  'passkey-added',
  'passkey-removed',
  'passkey-used',
  'recovery-code-made',
  'recovery-code-used',
  'decided',
] as const
export type JournalAction = (typeof JOURNAL_ACTIONS)[number]

/** One line of the journal: who did what to whom, and when. */
export const journalRow = z.looseObject({
  id: z.string(),
  at: instant,
  /** A pseudonym as it is today; absent for the command line. */
  actor: z.optional(z.string()),
  action: z.string(),
  subject: z.string(),
  /** The subject in words, where there are any. */
  label: z.optional(z.string()),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type JournalRow = z.infer<typeof journalRow>

/** `GET /api/desk/journal?territory&before&limit` (admin): newest first. */
export const journalAnswer = z.looseObject({
  jalon: z.literal('journal'),
  rows: z.array(journalRow),
  more: z.boolean(),
})
export type JournalAnswer = z.infer<typeof journalAnswer>
