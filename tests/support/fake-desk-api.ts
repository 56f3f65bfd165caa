import type { Position } from 'geojson'
import type { ApiResult } from '../../src/app/services/api-client.ts'
import type { DeskApi } from '../../src/app/desk/shell/desk-api.ts'
import type { QuarantineRow } from '../../src/contract/desk-answers.ts'
import type { DeskPorts } from '../../src/app/desk/shell/desk-ports.ts'
import type { Tell } from '../../src/app/desk/shell/live-updates.ts'
import type { DeviceRow, SessionAnswer } from '../../src/contract/access.ts'
import type {
  DecisionAnswer,
  DeskTrailAnswer,
  DeskTrailRow,
  ReviewedObservation,
  TrailFileAnswer,
} from '../../src/contract/desk.ts'
import { applyDecision } from '../../src/domain/catalogue/apply-decision.ts'
import type { Decision } from '../../src/domain/catalogue/decision.ts'
import { namesOf } from '../../src/domain/catalogue/decision.ts'
import type {
  AnswerEntity,
  CatalogueEntity,
  HeritageEntity,
  ReportEntity,
  TrailEntity,
} from '../../src/domain/catalogue/entity.ts'
import type { Territory } from '../../src/domain/catalogue/territory.ts'
import type { Finding } from '../../src/domain/checks/finding.ts'
import { lineLengthM } from '../../src/domain/geo/chainage.ts'
import { distanceM } from '../../src/domain/geo/plane.ts'
import { uuidV7 } from '../../src/domain/observation/ids.ts'
import type { Observation } from '../../src/domain/observation/observation.ts'
import type { TrailEvidence } from '../../src/domain/review/evidence.ts'
import { knownSince } from '../../src/domain/review/merge-choices.ts'
import { propose } from '../../src/domain/review/proposal.ts'
import { openGateItems, publicationGate } from '../../src/domain/review/publication-gate.ts'
import { trailStatus } from '../../src/domain/review/trail-status.ts'

/** What the fake holds at the start. Everything else follows from decisions, by the real domain code. */
export interface FakeDeskData {
  readonly trails: readonly TrailEntity[]
  readonly observations: readonly ReviewedObservation[]
  readonly evidence: (trail: TrailEntity) => Pick<TrailEvidence, 'walks' | 'lineFindings'>
  readonly entities?: readonly (HeritageEntity | ReportEntity)[]
  readonly devices?: readonly DeviceRow[]
  readonly quarantine?: readonly QuarantineRow[]
  readonly file?: ApiResult<TrailFileAnswer>
  /** What the server computed of its trail, beside the evidence. */
  readonly computed?: Pick<DeskTrailAnswer, 'consensus' | 'fixes'>
  readonly role?: SessionAnswer['role']
}

export interface FakeDesk extends DeskPorts {
  /** Every decision that was sent, in order. */
  readonly decisions: Decision[]
  /** Somebody else decides, behind the reader's back. */
  readonly decideElsewhere: (decision: Decision) => void
  /** What the server's events would do. */
  readonly tell: () => void
}

export const FAKE_NOW_MS = Date.parse('2026-11-20T10:00:00Z')
export const FAKE_TERRITORY: Territory = {
  format: 'jalon-territory',
  version: 1,
  id: 'essai',
  name: { fr: 'Pays d’essai', en: 'Test country' },
  office: { name: 'Office d’essai' },
  demo: false,
  languages: ['fr', 'en'],
  outline: {
    type: 'Polygon',
    coordinates: [
      [
        [-0.9, 43.5],
        [-0.4, 43.5],
        [-0.4, 43.85],
        [-0.9, 43.85],
        [-0.9, 43.5],
      ],
    ],
  },
  communes: [{ code: '40282', name: 'Saint-Sever', centre: [-0.57, 43.76] }],
  map: { centre: [-0.65, 43.68], zoom: 10, services: [] },
  trimEndsM: 200,
  licence: { name: 'Licence Ouverte 2.0', url: 'https://example.org/licence' },
}

/** Ids that are valid, and the same on every run. */
export function fakeIds(seed = 0): () => string {
  let count = seed
  return () => {
    count += 1
    const random = Uint8Array.from({ length: 10 }, (_, i) => (count >> (8 * (i % 3))) & 255)
    return uuidV7(FAKE_NOW_MS, random)
  }
}

/** The desk's ports over memory: same types, same domain rules, no network. */
export function createFakeDesk(data: FakeDeskData): FakeDesk {
  const entities = new Map<string, CatalogueEntity>()
  const answers = new Map<string, AnswerEntity>()
  const decisions: Decision[] = []
  const listeners = new Set<Tell>()
  const devices = [...(data.devices ?? [])]
  const newId = fakeIds(9_000)
  for (const one of [...data.trails, ...(data.entities ?? [])]) entities.set(one.id, one)

  const observationOf = (id: string): Observation | undefined =>
    data.observations.find((one) => one.observation.id === id)?.observation
  const ok = <T>(value: T): Promise<ApiResult<T>> =>
    Promise.resolve({ ok: true, value: structuredClone(value) })

  function decide(decision: Decision): DecisionAnswer {
    decisions.push(decision)
    const names = namesOf(decision)
    const refused = { jalon: 'decision' as const, outcome: 'refused' as const, id: decision.id }
    const target = entities.get(names.target)
    const history = decisions.filter((one) => one !== decision)
    const applied = applyDecision(decision, {
      target,
      observation: names.observation ? observationOf(names.observation) : undefined,
      answer: names.observation ? answers.get(names.observation) : undefined,
      history: history.filter((one) => one.properties.target === names.target),
      lookup: observationOf,
    })
    if (!applied.ok) {
      decisions.pop()
      const { code, current } = applied
      return current ? { ...refused, code, current } : { ...refused, code }
    }
    if (decision.properties.action === 'publish') {
      const gate = publicationGate(target as TrailEntity, evidenceOf(target as TrailEntity))
      if (openGateItems(gate).length > 0) return { ...refused, code: 'gate-closed', gate }
    }
    for (const one of applied.changed) {
      if (one.properties.kind === 'answer') answers.set(one.id, one as AnswerEntity)
      else entities.set(one.id, one)
    }
    const { changed } = applied
    return {
      jalon: 'decision',
      outcome: 'applied',
      id: decision.id,
      seq: decisions.length,
      changed,
    }
  }

  const inForce = (id: string) => {
    const answer = answers.get(id)
    return answer && !answer.properties.deleted ? answer : undefined
  }
  const ofTrail = (id: string | undefined) =>
    data.observations.filter((one) => one.observation.properties.trail === id)
  const points = () =>
    [...entities.values()].filter(
      (one): one is HeritageEntity | ReportEntity =>
        one.properties.kind === 'heritage-point' || one.properties.kind === 'trail-report',
    )

  function evidenceOf(trail: TrailEntity): TrailEvidence {
    const { walks, lineFindings } = data.evidence(trail)
    return {
      lengthM: lineLengthM(trail.geometry.coordinates),
      lineFindings,
      walks: walks.map((walk) => {
        const given = inForce(walk.observation)?.properties.outcome
        if (given === undefined) return walk
        return { ...walk, state: given === 'refused' ? 'refused' : 'accepted' }
      }),
      undecided: ofTrail(trail.id).filter((one) => !inForce(one.observation.id)).length,
      blockingReports: points().filter(
        ({ properties }) =>
          properties.kind === 'trail-report' &&
          properties.status === 'open' &&
          properties.magnitude === 2 &&
          properties.trail === trail.id,
      ).length,
    }
  }

  const reviewed = (one: ReviewedObservation): ReviewedObservation => {
    const { observation } = one
    const answer = answers.get(observation.id)
    const proposal = inForce(observation.id) ? null : propose(observation, points(), distanceM)
    const target = points().find((known) => known.id === proposal?.target)
    const knownAt = knownSince(
      (target?.properties.observations ?? []).flatMap((id) => observationOf(id) ?? []),
      decisions.filter((decision) => decision.properties.target === target?.id),
    )
    return {
      ...one,
      ...(answer ? { answer } : {}),
      ...(proposal ? { proposal: { ...proposal, ...(knownAt ? { knownAt } : {}) } } : {}),
    }
  }

  function rowOf(trail: TrailEntity): DeskTrailRow {
    const evidence = evidenceOf(trail)
    const waiting = ofTrail(trail.id).filter((one) => !inForce(one.observation.id))
    const [lon, lat] = trail.geometry.coordinates[0] as [number, number]
    const oldest = waiting.map((one) => one.receivedAt).sort()[0]
    return {
      id: trail.id,
      name: trail.properties.attributes.name,
      slug: trail.properties.attributes.slug,
      status: trailStatus(trail, evidence, FAKE_NOW_MS),
      lengthM: evidence.lengthM,
      undecided: waiting.length,
      ...(oldest ? { oldestUndecidedAt: oldest } : {}),
      bbox: [lon, lat, lon + 0.02, lat + 0.02],
    }
  }

  const trails = () =>
    [...entities.values()].filter((one): one is TrailEntity => one.properties.kind === 'trail')

  const api: DeskApi = {
    session: () =>
      ok({
        jalon: 'session',
        account: newId(),
        device: newId(),
        pseudonym: 'Maïté',
        territory: FAKE_TERRITORY.id,
        role: data.role ?? 'staff',
      }),
    territory: () => ok(FAKE_TERRITORY),
    trails: () =>
      ok({
        jalon: 'desk-trails',
        rows: trails()
          .map(rowOf)
          .sort((a, b) => b.undecided - a.undecided),
        elsewhere: ofTrail(undefined).length,
      }),
    trail: (id) => {
      const trail = entities.get(id)
      if (trail?.properties.kind !== 'trail') {
        return Promise.resolve({
          ok: false,
          why: 'problem',
          status: 404,
          problem: { problem: 'not-found' },
        })
      }
      const evidence = evidenceOf(trail as TrailEntity)
      const answer: DeskTrailAnswer = {
        jalon: 'desk-trail',
        trail: trail as TrailEntity,
        status: trailStatus(trail as TrailEntity, evidence, FAKE_NOW_MS),
        gate: publicationGate(trail as TrailEntity, evidence),
        evidence,
        lineFindings: evidence.lineFindings,
        observations: ofTrail(id).map(reviewed),
        heritage: points().filter(
          (one): one is HeritageEntity => one.properties.kind === 'heritage-point',
        ),
        reports: points().filter(
          (one): one is ReportEntity => one.properties.kind === 'trail-report',
        ),
        publications: [],
        ...data.computed,
      }
      return ok(answer)
    },
    elsewhere: () =>
      ok({
        jalon: 'desk-elsewhere' as const,
        observations: ofTrail(undefined).map(reviewed),
        heritage: [],
        reports: [],
      }),
    decide: (decision) => ok(decide(decision)),
    readTrailFile: () => Promise.resolve(data.file ?? { ok: false, why: 'no-network' }),
    invite: (request) =>
      ok({
        jalon: 'invitation',
        id: newId(),
        link: '/app/rejoindre#AAAAAAAAAAAAAAAAAAAAAA',
        code: 'K7M2PXQ9',
        expiresAt: '2026-11-27T10:00:00Z',
        role: request.role,
      }),
    devices: () => ok(devices),
    revoke: (id) => {
      const index = devices.findIndex((one) => one.id === id)
      if (devices[index]) devices[index] = { ...devices[index], revokedAt: '2026-11-20T10:00:00Z' }
      return ok(true as const)
    },
    takeIn: (id) => ok({ id, outcome: 'created', seq: 1, blobs: [] }),
    journal: () => ok({ jalon: 'journal' as const, rows: [], more: false }),
    quarantine: () => ok(data.quarantine ?? []),
    rescue: () =>
      ok({
        jalon: 'rescue' as const,
        records: { created: 0, duplicate: 0, deferred: 0, conflict: 0, rejected: 0 },
        rejections: [],
        files: { stored: 0, refused: 0 },
      }),
  }

  return {
    api,
    decisions,
    newId,
    nowMs: () => FAKE_NOW_MS,
    reload: () => undefined,
    origin: 'https://essai.example',
    onServerChange: (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    decideElsewhere: (decision) => void decide(decision),
    tell: () => {
      for (const listener of listeners) void listener()
    },
  }
}

/** A trail that goes round a square of 1 km sides, over a hill. */
export function fakeTrail(id: string, name: string, lon = -0.6, lat = 43.7): TrailEntity {
  const coordinates: Position[] = Array.from({ length: 81 }, (_, i) => {
    const side = Math.floor(i / 20) % 4
    const share = (i % 20) / 20
    const [x, y] = [
      [share, 0],
      [1, share],
      [1 - share, 1],
      [0, 1 - share],
    ][side] as [number, number]
    return [lon + x * 0.0124, lat + y * 0.009, 60 + 50 * Math.sin((i / 80) * Math.PI)]
  })
  return {
    type: 'Feature',
    id,
    geometry: { type: 'LineString', coordinates },
    properties: {
      kind: 'trail',
      territory: FAKE_TERRITORY.id,
      attributes: { name, slug: `sentier-${id.slice(-4)}` },
      version: 1,
      referenceSetAt: '2026-05-02T08:00:00Z',
      referenceMethod: 'import',
      waivers: [],
      publications: 0,
      decision: id,
      decidedAt: '2026-05-02T08:00:00Z',
    },
  }
}

export function fakeFinding(check: string, at: Position, more: Partial<Finding> = {}): Finding {
  return { check, severity: 'warning', at: [at], ...more }
}
