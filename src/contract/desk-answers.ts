import * as z from 'zod/mini'
import type { CatalogueEntity } from '../domain/catalogue/entity.ts'
import { territory } from '../domain/catalogue/territory.ts'
import type { WalkAssessment } from '../domain/checks/assessment.ts'
import type { Finding } from '../domain/checks/finding.ts'
import type { Observation } from '../domain/observation/observation.ts'
import type { TrailEvidence } from '../domain/review/evidence.ts'
import type { Proposal } from '../domain/review/proposal.ts'
import type { GateItem } from '../domain/review/publication-gate.ts'
import { deviceRow } from './access.ts'
import type {
  DecisionAnswer,
  DeskElsewhereAnswer,
  DeskTrailAnswer,
  DeskTrailRow,
  DeskTrailsAnswer,
  PublicationRow,
  ReviewedObservation,
  TrailFileAnswer,
} from './desk.ts'
import { pushOutcome } from './protocol.ts'

/**
 * Schema validation at the border: the members that the desk reads of each answer, checked one by one. A
 * type with a member that has no schema here does not compile. What lies deeper was made by our own domain
 * code, and is not read again. Unknown members stay.
 */
type SchemaOf<T> = { readonly [K in keyof T]-?: z.core.$ZodType }
type Checked<T> = z.ZodMiniType<T>
function checked<T extends object>(members: SchemaOf<T>): Checked<T> {
  return z.looseObject(members) as unknown as Checked<T>
}

const text = z.string()
const count = z.int().check(z.gte(0))
const ofId = z.looseObject({ id: text })
const numbers = z.array(z.number())
const geometry = z.nullable(
  z.looseObject({ type: text, coordinates: z.array(z.union([z.number(), z.array(z.unknown())])) }),
)

const finding = checked<Finding>({
  check: text,
  severity: z.enum(['error', 'warning', 'info']),
  at: z.array(numbers),
  intervalM: z.optional(numbers),
  value: z.optional(z.number()),
  threshold: z.optional(z.number()),
  params: z.optional(z.looseObject({})),
})
const entity = z.looseObject({
  type: z.literal('Feature'),
  id: text,
  geometry,
  properties: z.looseObject({ kind: text, decision: text, decidedAt: text }),
}) as unknown as Checked<CatalogueEntity>
const thing = z.looseObject({
  type: z.literal('Feature'),
  id: text,
  geometry: z.looseObject({ type: text, coordinates: z.array(z.unknown()) }),
  properties: z.looseObject({ kind: text, decision: text, observations: z.array(text) }),
})
const trail = z.looseObject({
  type: z.literal('Feature'),
  id: text,
  geometry: z.looseObject({ type: z.literal('LineString'), coordinates: z.array(numbers) }),
  properties: z.looseObject({
    kind: z.literal('trail'),
    attributes: z.looseObject({ name: text, slug: text }),
    version: count,
    waivers: z.array(z.looseObject({ reason: text })),
    publications: count,
    decision: text,
  }),
})
const gateItem = checked<GateItem>({
  id: text,
  done: z.boolean(),
  count,
  share: z.optional(z.number()),
  waived: z.optional(z.looseObject({ reason: text, count })),
})
const gate = z.array(gateItem)
const publication = checked<PublicationRow>({
  number: count,
  publishedAt: text,
  sha256: text,
  href: text,
})
const evidence = checked<TrailEvidence>({
  lengthM: z.number(),
  walks: z.array(z.looseObject({ observation: text, state: text, covered: z.array(numbers) })),
  allClears: z.optional(z.array(z.looseObject({ covered: z.array(numbers) }))),
  lineFindings: z.array(finding),
  undecided: count,
  blockingReports: count,
})
const proposal = checked<Proposal>({
  observation: text,
  change: z.enum(['new', 'confirms', 'amends', 'conflicts']),
  target: z.optional(text),
  distanceM: z.optional(z.number()),
  changes: z.array(z.looseObject({ field: text })),
  knownAt: z.optional(text),
  reasons: z.array(ofId),
})
const figure = z.looseObject({ value: z.number() })
const assessment = checked<WalkAssessment>({
  rules: text,
  lengthM: figure,
  movingS: figure,
  elapsedS: z.number(),
  ascentM: z.nullable(figure),
  descentM: z.nullable(figure),
  comparison: z.nullable(z.looseObject({ coverage: z.number() })),
  findings: z.array(finding),
})
const observation = z.looseObject({
  type: z.literal('Feature'),
  id: text,
  geometry,
  properties: z.looseObject({ kind: text }),
}) as unknown as Checked<Observation>
const reviewed = checked<ReviewedObservation>({
  observation,
  seq: count,
  receivedAt: text,
  author: z.looseObject({ pseudonym: text }),
  answer: z.optional(entity),
  answeredBy: z.optional(text),
  proposal: z.optional(proposal),
  assessment: z.optional(assessment),
})
const row = checked<DeskTrailRow>({
  id: text,
  name: text,
  slug: text,
  status: ofId,
  lengthM: z.number(),
  undecided: count,
  oldestUndecidedAt: z.optional(text),
  bbox: numbers,
})

export const deskTrailsAnswer = checked<DeskTrailsAnswer>({
  jalon: z.literal('desk-trails'),
  rows: z.array(row),
  elsewhere: count,
})
export const deskTrailAnswer = checked<DeskTrailAnswer>({
  jalon: z.literal('desk-trail'),
  trail,
  status: ofId,
  gate,
  evidence,
  lineFindings: z.array(finding),
  fixes: z.optional(z.array(z.looseObject({ kind: text, check: text }))),
  consensus: z.optional(z.looseObject({ used: z.array(text), refused: z.array(z.unknown()) })),
  observations: z.array(reviewed),
  heritage: z.array(thing),
  reports: z.array(thing),
  targets: z.optional(z.array(thing)),
  publications: z.array(publication),
})
export const deskElsewhereAnswer = checked<DeskElsewhereAnswer>({
  jalon: z.literal('desk-elsewhere'),
  observations: z.array(reviewed),
  heritage: z.array(thing),
  reports: z.array(thing),
  targets: z.optional(z.array(thing)),
})
export const trailFileAnswer = checked<TrailFileAnswer>({
  jalon: z.literal('trail-file'),
  name: text,
  lines: z.array(
    z.looseObject({
      name: text,
      lengthM: z.number(),
      coordinates: z.array(numbers),
      recorded: z.optional(z.array(numbers)),
      findings: z.array(finding),
    }),
  ),
  problems: z.array(z.looseObject({ code: text, count, message: text })),
})
export const decisionAnswer: Checked<DecisionAnswer> = z.discriminatedUnion('outcome', [
  z.looseObject({
    jalon: z.literal('decision'),
    outcome: z.enum(['applied', 'duplicate']),
    id: text,
    seq: count,
    changed: z.array(entity),
  }),
  z.looseObject({
    jalon: z.literal('decision'),
    outcome: z.literal('refused'),
    id: text,
    code: text,
    field: z.optional(text),
    current: z.optional(entity),
    contested: z.optional(z.array(z.looseObject({ field: text, clash: z.boolean() }))),
    gate: z.optional(gate),
  }),
]) as unknown as Checked<DecisionAnswer>

export const territoryAnswer = z.looseObject({ jalon: z.literal('territory'), territory })
export const devicesAnswer = z.looseObject({
  jalon: z.literal('devices'),
  rows: z.array(deviceRow),
})
export const takenInAnswer = z.looseObject({ jalon: z.literal('taken-in'), outcome: pushOutcome })

/** A record that could not be read, or was refused: kept as it was sent. */
const quarantineRow = z.looseObject({
  id: text,
  code: text,
  field: z.optional(text),
  receivedAt: z.optional(text),
  pseudonym: z.optional(text),
  json: z.optional(text),
  /** Only its beginning is shown; a file has it whole. */
  isCut: z.optional(z.boolean()),
})
export type QuarantineRow = z.infer<typeof quarantineRow>
export const quarantineAnswer = z.looseObject({
  jalon: z.literal('quarantine'),
  rows: z.array(quarantineRow),
})
