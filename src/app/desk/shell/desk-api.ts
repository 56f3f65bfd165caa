import {
  inviteAnswer,
  sessionAnswer,
  type DeviceRow,
  type InviteAnswer,
  type InviteRequest,
  type SessionAnswer,
} from '../../../contract/access.ts'
import type {
  DecisionAnswer,
  DeskElsewhereAnswer,
  DeskTrailAnswer,
  DeskTrailsAnswer,
  TrailFileAnswer,
} from '../../../contract/desk.ts'
import {
  decisionAnswer,
  deskElsewhereAnswer,
  deskTrailAnswer,
  deskTrailsAnswer,
  devicesAnswer,
  quarantineAnswer,
  takenInAnswer,
  territoryAnswer,
  trailFileAnswer,
  type QuarantineRow,
} from '../../../contract/desk-answers.ts'
import { API } from '../../../contract/endpoints.ts'
import { journalAnswer, type JournalAnswer } from '../../../contract/journal.ts'
import type { PushOutcome } from '../../../contract/protocol.ts'
import { rescueAnswer, type RescueAnswer } from '../../../contract/rescue.ts'
import type { Decision } from '../../../domain/catalogue/decision.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import type * as z from 'zod/mini'
import {
  reader,
  type ApiClient,
  type CallOptions,
  type Failure,
} from '../../services/api-client.ts'

/** `outdated`: it is our server, and says something that this page is too old to read. */
export type DeskFailure = Failure | { readonly ok: false; readonly why: 'outdated' }
export type DeskAnswer<T> = { readonly ok: true; readonly value: T } | DeskFailure

/** All that the desk asks of the server. Every answer is data, failures too. */
export interface DeskApi {
  readonly session: () => Promise<DeskAnswer<SessionAnswer>>
  readonly territory: (id: string) => Promise<DeskAnswer<Territory>>
  readonly trails: (territory: string) => Promise<DeskAnswer<DeskTrailsAnswer>>
  readonly trail: (id: string, territory: string) => Promise<DeskAnswer<DeskTrailAnswer>>
  readonly elsewhere: (territory: string) => Promise<DeskAnswer<DeskElsewhereAnswer>>
  readonly decide: (decision: Decision) => Promise<DeskAnswer<DecisionAnswer>>
  readonly readTrailFile: (territory: string, file: File) => Promise<DeskAnswer<TrailFileAnswer>>
  readonly invite: (request: InviteRequest) => Promise<DeskAnswer<InviteAnswer>>
  readonly devices: (territory: string) => Promise<DeskAnswer<readonly DeviceRow[]>>
  readonly revoke: (device: string) => Promise<DeskAnswer<true>>
  readonly takeIn: (id: string) => Promise<DeskAnswer<PushOutcome>>
  readonly journal: (territory: string, before?: string) => Promise<DeskAnswer<JournalAnswer>>
  readonly quarantine: (territory: string) => Promise<DeskAnswer<readonly QuarantineRow[]>>
  /** The file that a phone wrote of everything it had; it may take minutes. */
  readonly rescue: (territory: string, file: File) => Promise<DeskAnswer<RescueAnswer>>
}

/** The desk over the app's one client: addresses here, network there. */
export function createDeskApi(client: Pick<ApiClient, 'call'>): DeskApi {
  const json = (method: string, body: unknown): CallOptions => ({
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const within = (path: string, territory: string) =>
    `${path}?${new URLSearchParams({ territory }).toString()}`
  const call = callOwnServer(client)
  return {
    session: () => call(API.session, sessionAnswer),
    territory: async (id) =>
      member(await call(API.territory(id), territoryAnswer), (one) => one.territory),
    trails: (territory) => call(within(API.deskTrails, territory), deskTrailsAnswer),
    trail: (id, territory) => call(within(API.deskTrail(id), territory), deskTrailAnswer),
    elsewhere: (territory) =>
      call(within(API.deskTrail('elsewhere'), territory), deskElsewhereAnswer),
    decide: (decision) => call(API.decisions, decisionAnswer, json('POST', decision)),
    readTrailFile: (territory, file) =>
      call(within(API.deskTrailFiles, territory), trailFileAnswer, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/octet-stream',
          'X-File-Name': encodeURIComponent(file.name),
        },
        body: file,
        timeoutMs: 120_000,
      }),
    invite: (request) => call(API.invitations, inviteAnswer, json('POST', request)),
    devices: async (territory) =>
      member(await call(within(API.devices, territory), devicesAnswer), ({ rows }) => rows),
    revoke: (device) => client.call(API.device(device), () => true, { method: 'DELETE' }),
    takeIn: async (id) =>
      member(await call(API.takeIn(id), takenInAnswer, { method: 'POST' }), (one) => one.outcome),
    journal: (territory, before) =>
      call(
        `${within(API.journal, territory)}${before === undefined ? '' : `&before=${before}`}`,
        journalAnswer,
      ),
    quarantine: async (territory) =>
      member(await call(within(API.quarantine, territory), quarantineAnswer), ({ rows }) => rows),
    rescue: (territory, file) =>
      call(within(API.rescue, territory), rescueAnswer, {
        method: 'POST',
        headers: { 'Content-Type': 'application/zip' },
        body: file,
        timeoutMs: 900_000,
      }),
  }
}

/** Part of an answer, when there is one. */
function member<T, U>(answer: DeskAnswer<T>, of: (value: T) => U): DeskAnswer<U> {
  return answer.ok ? { ok: true, value: of(answer.value) } : answer
}

/**
 * Version check by schema: an answer that names its kind as ours do, and cannot be read, comes from a server
 * of another version than this page. Anything else is not our server (promise P08).
 */
function callOwnServer({ call }: Pick<ApiClient, 'call'>) {
  return async <S extends z.ZodMiniType>(
    path: string,
    schema: S,
    options?: CallOptions,
  ): Promise<DeskAnswer<z.output<S>>> => {
    const read = reader(schema)
    const answer = await call<DeskAnswer<z.output<S>>>(
      path,
      (raw) => {
        const value = read(raw)
        if (value !== null) return { ok: true, value }
        return isOurs(raw) ? { ok: false, why: 'outdated' } : null
      },
      options,
    )
    return answer.ok ? answer.value : answer
  }
}

function isOurs(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'jalon' in raw && typeof raw.jalon === 'string'
}
