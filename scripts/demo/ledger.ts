import { createHash } from 'node:crypto'
import { applyDecision } from '../../src/domain/catalogue/apply-decision.ts'
import { parseDecision } from '../../src/domain/catalogue/decision.ts'
import type { AnswerEntity, CatalogueEntity } from '../../src/domain/catalogue/entity.ts'
import { uuidV7 } from '../../src/domain/observation/ids.ts'
import type { Observation } from '../../src/domain/observation/observation.ts'
import { parseObservation } from '../../src/domain/observation/parse-observation.ts'
import { createRandom } from '../../tests/support/simulator/random.ts'
import { PEOPLE, type Person } from './people.ts'

/** The day that the demonstration is told from; the loader moves it to the reader's own. */
export const TODAY_MS = Date.UTC(2025, 0, 6, 5)
export const TERRITORY = 'landes-chalosse'
const DAY_MS = 86_400_000

/** One line of the demonstration's log: a record as it was sent, by whom, and when it arrived. */
export interface LogLine {
  readonly receivedAt: string
  readonly account: string
  readonly device: string
  readonly record: object
}

export interface Blob {
  readonly bytes: Uint8Array
  readonly sha256: string
}

/**
 * Writes the story down as the app and the desk would have sent it, and folds every decision with the
 * real code, so that nothing in the demonstration could not have happened.
 */
export class Ledger {
  readonly lines: LogLine[] = []
  readonly blobs = new Map<string, { bytes: Uint8Array; ending: string }>()
  readonly people: Record<Person, { readonly account: string; readonly device: string }>
  readonly #random = createRandom(20261102)
  readonly #observations = new Map<string, Observation>()
  readonly #entities = new Map<string, CatalogueEntity>()
  readonly #answers = new Map<string, AnswerEntity>()

  constructor() {
    const joined = this.at(500)
    const pair = (): { account: string; device: string } => ({
      account: this.newId(joined),
      device: this.newId(joined),
    })
    const pairs = Object.keys(PEOPLE).map((person) => [person, pair()])
    this.people = Object.fromEntries(pairs) as Ledger['people']
  }

  /** Milliseconds of an hour (UTC), so many days before the demonstration's today. */
  at(daysAgo: number, hour = 8, minute = 0): number {
    return TODAY_MS - daysAgo * DAY_MS + (hour - 5) * 3_600_000 + minute * 60_000
  }

  newId(atMs: number): string {
    const bytes = Uint8Array.from({ length: 10 }, () => Math.floor(this.#random.uniform(0, 256)))
    return uuidV7(atMs, bytes)
  }

  addBlob(bytes: Uint8Array, ending: string): Blob {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.blobs.set(sha256, { bytes, ending })
    return { bytes, sha256 }
  }

  /** Writes down an observation; gives its id. Throws when the server would not take it. */
  observe(
    person: Person,
    atMs: number,
    geometry: object | null,
    properties: Record<string, unknown>,
    receivedAtMs = atMs + 5 * 3_600_000,
  ): string {
    const id = this.newId(atMs)
    const { account, device } = this.people[person]
    const record = {
      type: 'Feature',
      id,
      geometry,
      properties: {
        schema: 1,
        territory: TERRITORY,
        device,
        createdAt: new Date(atMs).toISOString(),
        ...properties,
      },
    }
    const parsed = parseObservation(record)
    if (!parsed.ok) throw new Error(`Unreadable demo record: ${JSON.stringify(parsed)}`)
    this.#observations.set(id, parsed.observation)
    this.lines.push({ receivedAt: new Date(receivedAtMs).toISOString(), account, device, record })
    return id
  }

  /** Writes down a decision of the office, based on what the target stands at. Throws when refused. */
  decide(
    action: string,
    target: string,
    atMs: number,
    properties: Record<string, unknown> = {},
    geometry: object | null = null,
  ): string {
    const id = this.newId(atMs)
    const { account, device } = this.people.office
    const basedOn = this.#entities.get(target)?.properties.decision
    const record = {
      type: 'Feature',
      id,
      geometry,
      properties: {
        kind: 'decision',
        schema: 1,
        territory: TERRITORY,
        action,
        target,
        ...(basedOn ? { basedOn } : {}),
        decidedAt: new Date(atMs).toISOString(),
        ...properties,
      },
    }
    this.#fold(record)
    this.lines.push({ receivedAt: new Date(atMs).toISOString(), account, device, record })
    return target
  }

  #fold(record: object): void {
    const parsed = parseDecision(record)
    if (!parsed.ok) throw new Error(`Unreadable demo decision: ${JSON.stringify([parsed, record])}`)
    const { decision } = parsed
    const observation =
      'observation' in decision.properties ? String(decision.properties.observation) : ''
    const applied = applyDecision(decision, {
      target: this.#entities.get(decision.properties.target),
      observation: this.#observations.get(observation),
      answer: this.#answers.get(observation),
    })
    if (!applied.ok) {
      throw new Error(`Refused demo decision: ${applied.code} ${JSON.stringify(record)}`)
    }
    for (const entity of applied.changed) {
      if (entity.properties.kind === 'answer') {
        this.#answers.set(entity.id, entity as AnswerEntity)
      } else this.#entities.set(entity.id, entity)
    }
  }
}
