import fc from 'fast-check'
import type { Decision } from '../../../src/domain/catalogue/decision.ts'
import type { CatalogueEntity } from '../../../src/domain/catalogue/entity.ts'
import type { Catalogue } from '../../../src/domain/catalogue/fold-catalogue.ts'
import { namesOf } from '../../../src/domain/catalogue/decision.ts'
import { decide, fold, idOf, lineFrom, observe, photo, pointAt } from './sample-decisions.ts'

/** What has come from the field in every random history: eight points and reports, two other records. */
export const FIELD = [
  ...[0, 1, 2, 3].map((i) =>
    observe(100 + i, 'heritage-point', {
      name: `Lavoir ${i}`,
      photos: [photo(String(i)), photo(String(i % 2))],
    }),
  ),
  ...[4, 5, 6, 7].map((i) =>
    observe(100 + i, 'trail-report', { magnitude: i % 3, text: `Ronces ${i}` }),
  ),
  observe(108, 'track'),
  observe(109, 'trail-test', { verdict: 'conforme' }),
]

/** What a member of staff does next: which button, on which things, and how old their screen is. */
export const move = fc.record({
  button: fc.constantFrom(
    ...(['create-trail', 'accept', 'accept', 'merge', 'merge', 'refuse', 'correct'] as const),
    ...(['absorb', 'delete', 'undo', 'undo', 'undo', 'undo-any', 'solve', 'publish'] as const),
    ...(['unpublish', 'set-reference', 'set-reference', 'amend-trail', 'waive'] as const),
    ...(['close', 'reopen'] as const),
  ),
  thing: fc.nat(9),
  other: fc.nat(9),
  observation: fc.nat(FIELD.length - 1),
  /** 0: the screen is up to date; n: it shows the state before the last n decisions. */
  lag: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
})
export type Move = Parameters<Parameters<typeof move.map>[0]>[0]

/** Turns moves into the decisions that the desk would send, in feed order. */
export function playDesk(moves: readonly Move[]): Decision[] {
  const decisions: Decision[] = []
  const screens: Catalogue[] = [fold([])]
  for (const [turn, one] of moves.entries()) {
    const screen = screens[Math.max(0, screens.length - 1 - one.lag)]!
    const decision = press(1000 + turn, one, screen)
    if (!decision) continue
    decisions.push(decision)
    screens.push(fold(decisions, FIELD))
  }
  return decisions
}

function press(n: number, { button, thing, other, observation, lag }: Move, screen: Catalogue) {
  const shown = [...screen.entities.values()]
  const seen = FIELD[observation]!
  const isPoint = observation < 8
  const target = pick(shown, thing)
  const basedOn = target && { basedOn: target.properties.decision }
  const lon = n / 1e4
  if (button === 'create-trail') {
    const attributes = { name: 'x', slug: `s-${n}` }
    return decide(n, button, idOf(2000 + thing), { attributes }, lineFrom(lon))
  }
  if (button === 'accept') {
    return decide(n, button, isPoint ? idOf(3000 + n) : seen.id, { observation: seen.id })
  }
  if (button === 'refuse') {
    return decide(n, button, seen.id, { observation: seen.id, reason: 'flou' })
  }
  if (button === 'undo' || button === 'undo-any') {
    const some =
      button === 'undo'
        ? lastOn(screen, target?.id ?? seen.id)
        : pick(screen.applied, thing * 10 + other)
    if (!some) return null
    const { target: on } = namesOf(some)
    return decide(n, 'undo', on, { ...undoOf(some), ...stateOf(some, screen) })
  }
  if (!target) return null
  switch (button) {
    case 'merge':
      return decide(n, button, target.id, {
        ...basedOn,
        observation: seen.id,
        corrections: { text: `t${n}` },
      })
    case 'correct':
      return decide(
        n,
        button,
        target.id,
        { ...basedOn, corrections: { name: `n${n}` } },
        lag % 2 ? pointAt(lon) : null,
      )
    case 'absorb': {
      const duplicate = pick(shown, other)
      if (!duplicate || !('observations' in duplicate.properties)) return null
      const { decision, observations } = duplicate.properties
      return decide(n, button, target.id, {
        ...basedOn,
        duplicate: duplicate.id,
        duplicateBasedOn: decision,
        observations,
      })
    }
    case 'set-reference':
      return decide(n, button, target.id, { ...basedOn, method: 'drawn' }, lineFrom(lon))
    case 'amend-trail':
      return decide(n, button, target.id, { ...basedOn, attributes: { name: `n${n}` } })
    case 'waive':
      return decide(n, button, target.id, { ...basedOn, check: 'GEO-09', reason: 'gué' })
    case 'close':
      return decide(n, button, target.id, {
        ...basedOn,
        from: '2026-05-01T00:00:00Z',
        reason: 'coupe',
      })
    case 'delete':
    case 'unpublish':
      return decide(n, button, target.id, { ...basedOn, reason: 'erreur' })
    case 'solve':
    case 'publish':
    case 'reopen':
      return decide(n, button, target.id, { ...basedOn })
  }
}

function undoOf(decision: Decision) {
  const { observation, duplicate } = namesOf(decision)
  return {
    undoes: decision.id,
    ...(observation ? { observation } : {}),
    ...(duplicate ? { duplicate } : {}),
  }
}

function stateOf(decision: Decision, screen: Catalogue) {
  const { target, observation } = namesOf(decision)
  const state: CatalogueEntity | undefined =
    target === observation ? screen.answers.get(target) : screen.entities.get(target)
  return state ? { basedOn: state.properties.decision } : {}
}

function lastOn(screen: Catalogue, target: string): Decision | undefined {
  const undone = new Set(screen.applied.map((one) => one.properties['undoes']))
  return screen.applied
    .filter((one) => one.properties.target === target || one.properties['observation'] === target)
    .filter((one) => one.properties.action !== 'undo' && !undone.has(one.id))
    .at(-1)
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list.length > 0 ? list[index % list.length] : undefined
}
