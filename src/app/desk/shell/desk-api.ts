import {
  deviceRow,
  inviteAnswer,
  sessionAnswer,
  type DeviceRow,
  type InviteAnswer,
  type InviteRequest,
  type SessionAnswer,
} from '../../../contract/access.ts'
import type {
  DecisionAnswer,
  DeskTrailAnswer,
  DeskTrailsAnswer,
  TrailFileAnswer,
} from '../../../contract/desk.ts'
import { API } from '../../../contract/endpoints.ts'
import { journalAnswer, type JournalAnswer } from '../../../contract/journal.ts'
import { pushOutcome, type PushOutcome } from '../../../contract/protocol.ts'
import { rescueAnswer, type RescueAnswer } from '../../../contract/rescue.ts'
import type { Decision } from '../../../domain/catalogue/decision.ts'
import {
  territory as territorySchema,
  type Territory,
} from '../../../domain/catalogue/territory.ts'
import * as z from 'zod/mini'
import type { Answer, ApiClient, CallOptions } from '../../services/api-client.ts'

/** What names no trail: the same rows, without a trail to hang them on. */
export type ElsewhereAnswer = Pick<DeskTrailAnswer, 'observations' | 'heritage' | 'reports'>

/** A record that could not be read, or was refused: kept as it was sent. */
const quarantineRow = z.looseObject({
  id: z.string(),
  code: z.string(),
  field: z.optional(z.string()),
  receivedAt: z.optional(z.string()),
  pseudonym: z.optional(z.string()),
  json: z.optional(z.string()),
  /** Only its beginning is shown; a file has it whole. */
  isCut: z.optional(z.boolean()),
})
export type QuarantineRow = z.infer<typeof quarantineRow>

/** All that the desk asks of the server. Every answer is data, failures too. */
export interface DeskApi {
  readonly session: () => Promise<Answer<SessionAnswer>>
  readonly territory: (id: string) => Promise<Answer<Territory>>
  readonly trails: (territory: string) => Promise<Answer<DeskTrailsAnswer>>
  readonly trail: (id: string, territory: string) => Promise<Answer<DeskTrailAnswer>>
  readonly elsewhere: (territory: string) => Promise<Answer<ElsewhereAnswer>>
  readonly decide: (decision: Decision) => Promise<Answer<DecisionAnswer>>
  readonly readTrailFile: (territory: string, file: File) => Promise<Answer<TrailFileAnswer>>
  readonly invite: (request: InviteRequest) => Promise<Answer<InviteAnswer>>
  readonly devices: (territory: string) => Promise<Answer<readonly DeviceRow[]>>
  readonly revoke: (device: string) => Promise<Answer<true>>
  readonly takeIn: (id: string) => Promise<Answer<PushOutcome>>
  readonly journal: (territory: string, before?: string) => Promise<Answer<JournalAnswer>>
  readonly quarantine: (territory: string) => Promise<Answer<readonly QuarantineRow[]>>
  /** The file that a phone wrote of everything it had; it may take minutes. */
  readonly rescue: (territory: string, file: File) => Promise<Answer<RescueAnswer>>
}

/** The desk over the app's one client: addresses here, network there. */
export function createDeskApi({ call }: Pick<ApiClient, 'call'>): DeskApi {
  const json = (method: string, body: unknown): CallOptions => ({
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const within = (path: string, territory: string) =>
    `${path}?${new URLSearchParams({ territory }).toString()}`
  return {
    session: () => call(API.session, reader(sessionAnswer)),
    territory: (id) => call(API.territory(id), readTerritory),
    trails: (territory) => call(within(API.deskTrails, territory), marked('desk-trails')),
    trail: (id, territory) => call(within(API.deskTrail(id), territory), marked('desk-trail')),
    elsewhere: (territory) => call(within(API.deskTrail('elsewhere'), territory), readElsewhere),
    decide: (decision) => call(API.decisions, marked('decision'), json('POST', decision)),
    readTrailFile: (territory, file) =>
      call(within(API.deskTrailFiles, territory), marked('trail-file'), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/octet-stream',
          'X-File-Name': encodeURIComponent(file.name),
        },
        body: file,
        timeoutMs: 120_000,
      }),
    invite: (request) => call(API.invitations, reader(inviteAnswer), json('POST', request)),
    devices: (territory) =>
      call(within(API.devices, territory), rows('devices', z.array(deviceRow))),
    revoke: (device) => call(API.device(device), () => true, { method: 'DELETE' }),
    takeIn: (id) => call(API.takeIn(id), readTakenIn, { method: 'POST' }),
    journal: (territory, before) =>
      call(
        `${within(API.journal, territory)}${before === undefined ? '' : `&before=${before}`}`,
        reader(journalAnswer),
      ),
    quarantine: (territory) =>
      call(within(API.quarantine, territory), rows('quarantine', z.array(quarantineRow))),
    rescue: (territory, file) =>
      call(within(API.rescue, territory), reader(rescueAnswer), {
        method: 'POST',
        headers: { 'Content-Type': 'application/zip' },
        body: file,
        timeoutMs: 900_000,
      }),
  }
}

const takenInAnswer = z.looseObject({ jalon: z.literal('taken-in'), outcome: pushOutcome })
const readTakenIn: Read<PushOutcome> = (raw) => reader(takenInAnswer)(raw)?.outcome ?? null

type Read<T> = (raw: unknown) => T | null

function reader<S extends z.core.$ZodType>(schema: S): Read<z.output<S>> {
  return (raw) => {
    const parsed = z.safeParse(schema, raw)
    return parsed.success ? parsed.data : null
  }
}

/** An answer of our own server names its kind; the desk and its server are always of one version. */
function marked<T extends { readonly jalon: string }>(kind: T['jalon']): Read<T> {
  return (raw) => (isRecord(raw) && raw['jalon'] === kind ? (raw as unknown as T) : null)
}

function readElsewhere(raw: unknown): ElsewhereAnswer | null {
  if (!isRecord(raw) || !Array.isArray(raw['observations'])) return null
  return { heritage: [], reports: [], ...raw } as unknown as ElsewhereAnswer
}

/** A list under its own name or under `rows`. */
function rows<S extends z.core.$ZodType>(name: string, schema: S): Read<z.output<S>> {
  const read = reader(schema)
  return (raw) => (isRecord(raw) ? read(raw[name] ?? raw['rows']) : null)
}

function readTerritory(raw: unknown): Territory | null {
  const read = reader(territorySchema)
  return read(raw) ?? (isRecord(raw) ? read(raw['territory']) : null)
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}
