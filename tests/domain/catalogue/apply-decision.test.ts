import { describe, expect, it } from 'vitest'
import { applyDecision } from '../../../src/domain/catalogue/apply-decision.ts'
import { TRAIL, decide, fold, idOf, lineFrom, pointAt } from './sample-decisions.ts'
import {
  DOUBLE,
  FALLEN,
  LAVOIR,
  after,
  again,
  based,
  double,
  lavoir,
  seen,
  third,
  treeAgain,
  walk,
} from './small-catalogue.ts'

describe('applying a decision', () => {
  it('[M8] accepting a point makes a thing of it, as its observer saw it', () => {
    const { of, answers } = after()
    expect(of(LAVOIR)).toEqual({
      type: 'Feature',
      id: LAVOIR,
      geometry: pointAt(-0.5),
      properties: {
        kind: 'heritage-point',
        territory: 'landes-chalosse',
        heritageKind: 'lavoir',
        name: 'Lavoir',
        condition: 'bon',
        trails: [TRAIL],
        photos: [{ sha256: 'a'.repeat(64) }],
        observations: [seen.id],
        decision: lavoir.id,
        decidedAt: lavoir.properties.decidedAt,
      },
    })
    expect(answers.get(seen.id)?.properties).toMatchObject({
      outcome: 'accepted',
      into: LAVOIR,
      trail: TRAIL,
    })
  })

  it('[M10] [P11] merging adds and overwrites nothing: photos once, trails once, the name that was', () => {
    const { of } = after(decide(110, 'merge', LAVOIR, { ...based(101), observation: again.id }))
    expect(of(LAVOIR).properties).toMatchObject({
      name: 'Lavoir',
      trails: [TRAIL, idOf(3)],
      photos: [{ sha256: 'a'.repeat(64) }, { sha256: 'b'.repeat(64) }],
      observations: [seen.id, again.id],
    })
  })

  it('[M10] staff may correct while accepting or merging, and take a member away', () => {
    const corrections = {
      name: null,
      condition: 'mauvais',
      kind: 'trail',
      trails: [],
      deleted: true,
    }
    const { of } = after(
      decide(110, 'merge', LAVOIR, { ...based(101), observation: again.id, corrections }),
    )
    const { properties } = of(LAVOIR)
    expect(properties).toMatchObject({ kind: 'heritage-point', condition: 'mauvais' })
    expect(properties).not.toHaveProperty('name')
    expect(properties).not.toHaveProperty('deleted')
    expect(properties).toHaveProperty('trails', [TRAIL, idOf(3)])
  })

  it('[M10] a report becomes as bad as the worst that was seen, unless staff say otherwise', () => {
    const merge = decide(110, 'merge', FALLEN, { ...based(102), observation: treeAgain.id })
    expect(after(merge).of(FALLEN).properties).toMatchObject({ magnitude: 2 })
    const correct = decide(
      111,
      'correct',
      FALLEN,
      { ...based(110), corrections: { magnitude: 0, name: 'x' } },
      pointAt(-0.51),
    )
    const { of } = after(merge, correct)
    expect(of(FALLEN).properties).toMatchObject({ magnitude: 0, decision: correct.id })
    expect(of(FALLEN).properties).not.toHaveProperty('name')
    expect(of(FALLEN).geometry).toEqual(pointAt(-0.51))
  })

  it('[M8] a track gets an answer and no thing of its own', () => {
    const { answers, entities } = after(decide(110, 'accept', walk.id, { observation: walk.id }))
    expect(answers.get(walk.id)?.properties).not.toHaveProperty('into')
    expect(entities.has(walk.id)).toBe(false)
  })

  it('[M10] two things that are one: the survivor takes the observations, the other leads to it', () => {
    const absorb = decide(110, 'absorb', LAVOIR, {
      ...based(101),
      duplicate: DOUBLE,
      duplicateBasedOn: double.id,
      observations: [third.id],
      reason: 'Le même lavoir',
    })
    const { of } = after(absorb)
    expect(of(LAVOIR).properties).toMatchObject({
      observations: [seen.id, third.id],
      photos: [{}, {}],
    })
    expect(of(DOUBLE).properties.deleted).toEqual({
      at: absorb.properties.decidedAt,
      reason: 'Le même lavoir',
      into: LAVOIR,
    })
    const undo = decide(111, 'undo', LAVOIR, {
      ...based(110),
      undoes: absorb.id,
      duplicate: DOUBLE,
    })
    const back = after(absorb, undo)
    expect(back.codes).toEqual([])
    expect(back.of(DOUBLE).properties).not.toHaveProperty('deleted')
    expect(back.of(LAVOIR).properties).toMatchObject({ observations: [seen.id] })
  })

  it('[M13] every new reference line has a new version and asks for its own waivers', () => {
    const { trail: after2 } = after(
      decide(110, 'waive', TRAIL, { ...based(100), check: 'GEO-09', reason: 'Gué' }),
      decide(111, 'set-reference', TRAIL, { ...based(110), method: 'consensus' }, lineFrom(-0.4)),
    )
    expect(after2).toMatchObject({ version: 2, referenceMethod: 'consensus', waivers: [] })
  })

  it('[M13] an undone reference line never gives its version to another one', () => {
    const second = decide(
      110,
      'set-reference',
      TRAIL,
      { ...based(100), method: 'drawn' },
      lineFrom(-0.4),
    )
    const undo = decide(111, 'undo', TRAIL, { ...based(110), undoes: second.id })
    const back = after(second, undo)
    expect(back.trail.version).toBe(1)
    expect(back.of(TRAIL).geometry).toEqual(lineFrom(-0.5))
    const next = decide(
      112,
      'set-reference',
      TRAIL,
      { ...based(111), method: 'drawn' },
      lineFrom(-0.3),
    )
    expect(after(second, undo, next).trail.version).toBe(3)
  })

  it('[M12] the wrong merge of last month is taken out, what came since stays', () => {
    const wrong = decide(110, 'merge', LAVOIR, { ...based(101), observation: again.id })
    const correct = decide(111, 'correct', LAVOIR, {
      ...based(110),
      corrections: { name: 'Lavoir du bourg' },
    })
    const undo = decide(112, 'undo', LAVOIR, {
      ...based(111),
      undoes: wrong.id,
      observation: again.id,
    })
    const { of, answers, codes } = after(wrong, correct, undo)
    expect(codes).toEqual([])
    expect(of(LAVOIR).properties).toMatchObject({
      name: 'Lavoir du bourg',
      observations: [seen.id],
      trails: [TRAIL],
    })
    expect(answers.get(again.id)?.properties.deleted).toMatchObject({ undone: true })
  })

  it('[M12] a refusal is reversed, an acceptance refused after all, by undoing the answer', () => {
    const refuse = decide(110, 'refuse', again.id, { observation: again.id, reason: 'Flou' })
    const early = decide(111, 'accept', idOf(60), { observation: again.id })
    expect(after(refuse, early).codes).toEqual(['already-answered'])
    const undo = decide(112, 'undo', again.id, {
      ...based(110),
      undoes: refuse.id,
      observation: again.id,
    })
    const accept = decide(113, 'accept', idOf(61), { observation: again.id })
    const reversed = after(refuse, undo, accept)
    expect(reversed.codes).toEqual([])
    expect(reversed.answers.get(again.id)?.properties).toMatchObject({
      outcome: 'accepted',
      into: idOf(61),
    })
    const undoAccept = decide(114, 'undo', idOf(61), {
      ...based(113),
      undoes: accept.id,
      observation: again.id,
    })
    const refused = decide(115, 'refuse', again.id, {
      observation: again.id,
      reason: 'Après tout, non',
    })
    const ended = after(refuse, undo, accept, undoAccept, refused)
    expect(ended.codes).toEqual([])
    expect(ended.answers.get(again.id)?.properties).toMatchObject({
      outcome: 'refused',
      reason: 'Après tout, non',
    })
    expect(ended.of(idOf(61)).properties.deleted).toMatchObject({ undone: true })
  })

  it('[M12] undoing a deletion brings the thing back whole', () => {
    const gone = decide(110, 'delete', LAVOIR, { ...based(101), reason: 'Erreur' })
    const undo = decide(111, 'undo', LAVOIR, { ...based(110), undoes: gone.id })
    const { of } = after(gone, undo)
    expect(of(LAVOIR).properties).toEqual({
      ...after().of(LAVOIR).properties,
      decision: undo.id,
      decidedAt: undo.properties.decidedAt,
    })
  })

  it('[M3] [P09] does not fold without an observation that it needs: nothing would be told of the loss', () => {
    const { of } = after()
    const absorb = decide(110, 'absorb', LAVOIR, {
      ...based(101),
      duplicate: DOUBLE,
      duplicateBasedOn: double.id,
      observations: [third.id],
    })
    const context = { target: of(LAVOIR), duplicate: of(DOUBLE) }
    expect(applyDecision(absorb, context)).toEqual({ ok: false, code: 'no-such-observation' })
    const correct = decide(111, 'correct', LAVOIR, { ...based(101), corrections: { name: 'A' } })
    const target = fold([lavoir, correct], [seen]).entities.get(LAVOIR)
    const undo = decide(112, 'undo', LAVOIR, { ...based(111), undoes: correct.id })
    const history = [lavoir, correct]
    expect(applyDecision(undo, { target, history })).toEqual({
      ok: false,
      code: 'no-such-observation',
    })
    expect(applyDecision(undo, { target, history, lookup: () => seen }).ok).toBe(true)
  })
})
