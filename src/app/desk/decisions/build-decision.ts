import {
  DECISION_SCHEMA_VERSION,
  namesOf,
  type AmendedAttributes,
  type Correction,
  type Decision,
  type DecisionOf,
} from '../../../domain/catalogue/decision.ts'
import type {
  AnswerEntity,
  HeritageEntity,
  ReportEntity,
  TrailEntity,
} from '../../../domain/catalogue/entity.ts'
import { isPointObservation } from '../../../domain/catalogue/change-point.ts'
import type { ChosenMerge } from '../../../domain/review/merge-choices.ts'
import type { WaivableItem } from '../../../domain/catalogue/waivable-items.ts'
import type { GateItem } from '../../../domain/review/publication-gate.ts'
import type { TrailAttributes } from '../../../domain/catalogue/trail-attributes.ts'
import type { ReviewedObservation } from '../../../contract/desk.ts'

/**
 * Command builders with an optimistic lock: each decision names the state it was made on (`basedOn`), and is
 * refused as a conflict when that has moved. This is what they cannot know themselves.
 */
export interface DecisionMaking {
  readonly newId: () => string
  readonly nowMs: () => number
  readonly territory: string
}

function common<A extends string>(
  making: DecisionMaking,
  action: A,
  target: string,
  basedOn?: string,
) {
  return {
    kind: 'decision' as const,
    schema: DECISION_SCHEMA_VERSION,
    territory: making.territory,
    action,
    target,
    ...(basedOn === undefined ? {} : { basedOn }),
    decidedAt: new Date(making.nowMs()).toISOString(),
  }
}

function given(corrections: Correction) {
  return Object.keys(corrections).length > 0 ? { corrections } : {}
}

function feature<P, G>(making: DecisionMaking, properties: P, geometry: G) {
  return { type: 'Feature' as const, id: making.newId(), geometry, properties }
}

/**
 * Accepts an observation. A point or a report makes a new entity, whose id is made here; a walk, a test
 * or an all-clear is its own target.
 */
export function accept(
  making: DecisionMaking,
  { observation }: ReviewedObservation,
  corrections: Correction = {},
): Decision {
  const target = isPointObservation(observation) ? making.newId() : observation.id
  const properties = {
    ...common(making, 'accept' as const, target),
    observation: observation.id,
    ...given(corrections),
  }
  return feature(making, properties, null)
}

/** Something the catalogue already knows, seen by one more; what was ticked of it is taken over. */
export function merge(
  making: DecisionMaking,
  { observation }: ReviewedObservation,
  into: HeritageEntity | ReportEntity,
  { corrections, geometry }: ChosenMerge = { corrections: {}, geometry: null },
): DecisionOf<'merge'> {
  const properties = {
    ...common(making, 'merge' as const, into.id, into.properties.decision),
    observation: observation.id,
    ...given(corrections),
  }
  return feature(making, properties, geometry)
}

export function refuse(
  making: DecisionMaking,
  { observation }: ReviewedObservation,
  reason: string,
): Decision {
  const properties = {
    ...common(making, 'refuse' as const, observation.id),
    observation: observation.id,
    reason: reason.trim(),
  }
  return feature(making, properties, null)
}

/**
 * Takes the answer to an observation back: it waits again, and what it made or changed is as before.
 * @param entity the catalogue entity it went into, as it stands now
 */
export function undoAnswer(
  making: DecisionMaking,
  answer: AnswerEntity,
  entity: HeritageEntity | ReportEntity | undefined,
): Decision {
  const target = answer.properties.into ?? answer.id
  const basedOn = answer.properties.into ? entity?.properties.decision : answer.properties.decision
  const properties = {
    ...common(making, 'undo' as const, target, basedOn),
    undoes: answer.properties.decision,
    observation: answer.id,
  }
  return feature(making, properties, null)
}

/**
 * Compensating command: takes back any decision that can be.
 * @param basedOn the decision at which its target stands now
 */
export function undo(making: DecisionMaking, undone: Decision, basedOn: string): Decision {
  const { target, observation, duplicate } = namesOf(undone)
  const properties = {
    ...common(making, 'undo' as const, target, basedOn),
    undoes: undone.id,
    ...(observation === undefined ? {} : { observation }),
    ...(duplicate === undefined ? {} : { duplicate }),
  }
  return feature(making, properties, null)
}

/** Mends a thing of the catalogue without an observation. */
export function correct(
  making: DecisionMaking,
  entity: HeritageEntity | ReportEntity,
  corrections: Correction,
): Decision {
  const properties = {
    ...common(making, 'correct' as const, entity.id, entity.properties.decision),
    corrections,
  }
  return feature(making, properties, null)
}

/** Two things of the catalogue are one: `into` stays, and takes what was seen of `duplicate`. */
export function absorb(
  making: DecisionMaking,
  into: HeritageEntity | ReportEntity,
  duplicate: HeritageEntity | ReportEntity,
): Decision {
  const properties = {
    ...common(making, 'absorb' as const, into.id, into.properties.decision),
    duplicate: duplicate.id,
    duplicateBasedOn: duplicate.properties.decision,
    observations: [...duplicate.properties.observations],
  }
  return feature(making, properties, null)
}

export function createTrail(
  making: DecisionMaking,
  attributes: TrailAttributes,
  { coordinates, recorded }: GivenLine,
): DecisionOf<'create-trail'> {
  return feature(
    making,
    {
      ...common(making, 'create-trail' as const, making.newId()),
      attributes,
      ...(recorded ? { recorded: lineString(recorded) } : {}),
    },
    lineString(coordinates),
  )
}

/** A line, and how it was recorded where it was cleaned. */
interface GivenLine {
  readonly coordinates: readonly (readonly number[])[]
  readonly recorded?: readonly (readonly number[])[] | undefined
}

const lineString = (coordinates: GivenLine['coordinates']) => ({
  type: 'LineString' as const,
  coordinates: coordinates.map((position) => [...position]),
})

export function amendTrail(
  making: DecisionMaking,
  trail: TrailEntity,
  attributes: AmendedAttributes,
): Decision {
  const properties = {
    ...common(making, 'amend-trail' as const, trail.id, trail.properties.decision),
    attributes,
  }
  return feature(making, properties, null)
}

/** The trail's line is another one from now on: its next version. */
export function setReference(
  making: DecisionMaking,
  trail: TrailEntity,
  { coordinates, recorded }: GivenLine,
  method: DecisionOf<'set-reference'>['properties']['method'],
  reason: string,
): Decision {
  const said = reason.trim()
  const properties = {
    ...common(making, 'set-reference' as const, trail.id, trail.properties.decision),
    method,
    ...(said === '' ? {} : { reason: said }),
    ...(recorded ? { recorded: lineString(recorded) } : {}),
  }
  return feature(making, properties, lineString(coordinates))
}

export function waive(
  making: DecisionMaking,
  trail: TrailEntity,
  check: string,
  reason: string,
): Decision {
  const properties = {
    ...common(making, 'waive' as const, trail.id, trail.properties.decision),
    check,
    reason: reason.trim(),
  }
  return feature(making, properties, null)
}

/** Publishes in spite of one item of the gate as it stands: no more than that is waived. */
export function waiveItem(
  making: DecisionMaking,
  trail: TrailEntity,
  { id, count, share }: GateItem,
  reason: string,
): Decision {
  const properties = {
    ...common(making, 'waive' as const, trail.id, trail.properties.decision),
    item: id as WaivableItem,
    count,
    ...(share === undefined ? {} : { share }),
    reason: reason.trim(),
  }
  return feature(making, properties, null)
}

export function publish(making: DecisionMaking, trail: TrailEntity): Decision {
  const properties = common(making, 'publish' as const, trail.id, trail.properties.decision)
  return feature(making, properties, null)
}

export function unpublish(making: DecisionMaking, trail: TrailEntity, reason: string): Decision {
  const properties = {
    ...common(making, 'unpublish' as const, trail.id, trail.properties.decision),
    reason: reason.trim(),
  }
  return feature(making, properties, null)
}

/** @param until the end as an ISO instant; without it the trail stays closed until somebody reopens it */
export function close(
  making: DecisionMaking,
  trail: TrailEntity,
  closure: { readonly reason: string; readonly until?: string },
): Decision {
  const properties = {
    ...common(making, 'close' as const, trail.id, trail.properties.decision),
    from: new Date(making.nowMs()).toISOString(),
    reason: closure.reason.trim(),
    ...(closure.until === undefined ? {} : { until: closure.until }),
  }
  return feature(making, properties, null)
}

export function reopen(making: DecisionMaking, trail: TrailEntity): Decision {
  const properties = common(making, 'reopen' as const, trail.id, trail.properties.decision)
  return feature(making, properties, null)
}

/** The problem is gone: the report closes, and its authors are thanked. */
export function solve(making: DecisionMaking, report: ReportEntity): Decision {
  const properties = common(making, 'solve' as const, report.id, report.properties.decision)
  return feature(making, properties, null)
}

/** Takes a thing out of the catalogue; it stays in the history. */
export function remove(
  making: DecisionMaking,
  entity: HeritageEntity | ReportEntity | TrailEntity,
  reason: string,
  redact = false,
): Decision {
  const properties = {
    ...common(making, 'delete' as const, entity.id, entity.properties.decision),
    reason: reason.trim(),
    ...(redact ? { redact } : {}),
  }
  return feature(making, properties, null)
}
