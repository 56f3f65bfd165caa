import type { ConsensusFacts, Subject } from '../../../../src/domain/checks/subject.ts'
import type { WalkSections } from '../../../../src/domain/checks/walk-sections.ts'
import type { Comparison } from '../../../../src/domain/geo/comparison.ts'
import type { Track } from '../../../../src/domain/geo/fix.ts'
import { compareMatch } from '../../../../src/domain/geo/match/compare-with-trail.ts'
import { matchWalk } from '../../../../src/domain/geo/match/match-walk.ts'
import { buildTrailModel } from '../../../../src/domain/geo/match/trail-model.ts'
import {
  fixes,
  line,
  place,
  positions,
  straight,
  through,
  track,
  walking,
  type CasesById,
  type Metres,
} from './check-case.ts'

const TRAIL = straight(3000)

/** A real walk on a straight trail of 3 km. */
function walk(recording: Track, declared?: Subject['declared']): Subject {
  const match = matchWalk(buildTrailModel(positions(TRAIL)), recording)
  return {
    track: recording,
    line: line(TRAIL),
    walk: { match, comparison: compareMatch(match) },
    ...(declared ? { declared } : {}),
  }
}
const from = (...corners: Metres[]): Track => track(walking(corners))

/** The same, with the comparison that the matcher would give, made by hand: for sizes at a threshold. */
function told(comparison: Partial<Comparison>): Subject {
  const subject = walk(from([0, 0], [3000, 0]))
  return {
    ...subject,
    walk: { ...subject.walk!, comparison: { ...subject.walk!.comparison, ...comparison } },
  }
}
const episode = (fromM: number, toM: number, lengthM: number, maxOffsetM: number) => ({
  intervalM: [fromM, toM] as const,
  lengthM,
  maxOffsetM,
  at: [place([fromM, 0]), place([toM, 0])],
})

const beside = (offsetM: number, fromM: number, toM: number): Track =>
  from([0, 0], [fromM, 0], [fromM, offsetM], [toM, offsetM], [toM, 0], [3000, 0])

/** Offsets every 5 m on a line of 3 km: a stretch is moved, walk by walk. */
function sections(lengthM: number, offsets: readonly number[]): Subject {
  const stations = 601
  const first = 200
  const last = first + Math.round(lengthM / 5)
  const offsetsM = offsets.map((offset) =>
    Float64Array.from({ length: stations }, (_, k) => (k >= first && k <= last ? offset : 0)),
  )
  const walked: WalkSections = { stepM: 5, offsetsM, farWays: [] }
  return { line: line(TRAIL), sections: walked }
}

/** Some walks keep to the line, others go round a stretch of it. */
function goRound(lengthM: number, round: number, keep: number): Subject {
  const stations = Float64Array.from({ length: 601 }, () => 0)
  const walked: WalkSections = {
    stepM: 5,
    offsetsM: Array.from({ length: round + keep }, (_, walk) =>
      walk < keep ? stations : stations.map((_, k) => (k > 195 && k < 205 ? NaN : 0)),
    ),
    farWays: Array.from({ length: round }, (_, k) => ({
      walk: keep + k,
      intervalM: [1000 - lengthM / 2 + k, 1000 + lengthM / 2 + k] as const,
      awayM: 55,
    })),
  }
  return { line: line(TRAIL), sections: walked }
}

/** A consensus on a straight line with a vertex every 20 m. */
function consensus(facts: Partial<ConsensusFacts>): Subject {
  const measured = line(TRAIL)
  return {
    consensus: {
      line: measured,
      support: TRAIL.map(() => 5),
      spreadM: TRAIL.map(() => 3),
      lengthM: 3000,
      ...facts,
    },
  }
}
const weak = (share: number, support = 2): Partial<ConsensusFacts> => ({
  support: TRAIL.map(([x]) => (x <= share * 3000 ? support : 5)),
})
const scattered = (lengthM: number, spread: number, forest = false): Partial<ConsensusFacts> => ({
  spreadM: TRAIL.map(([x]) => (x >= 1000 && x <= 1000 + lengthM ? spread : 3)),
  forest,
})

/** Two recordings: the second starts later and runs beside. */
function pair(laterShare: number, apartM: number): Subject {
  const first = walking([
    [0, 0],
    [2000, 0],
  ])
  const second = walking(
    [
      [2000 * laterShare, apartM],
      [2000 * (1 + laterShare), apartM],
    ],
    {
      startS: 1600 * laterShare,
    },
  )
  return {
    walks: [
      { id: 'montre', track: track(first) },
      { id: 'telephone', track: track(second) },
    ],
  }
}
const poi = (awayM: number): Subject => ({
  line: line(TRAIL),
  places: [{ id: 'lavoir', position: place([500, awayM]) }],
})

/** CMP, CNS and POI. */
/** A tracker's recording: a fix every 75 m, one a minute. */
const everyMinute = {
  track: track(fixes(Array.from({ length: 40 }, (_, i) => [i * 75, 0, i * 60] as const))),
}

export const WALK_CASES: CasesById = {
  'CMP-01': {
    positive: [
      { name: 'the whole trail', subject: walk(from([0, 0], [3000, 0])), says: ['info:complete'] },
      { name: 'two thirds', subject: walk(from([0, 0], [2000, 0])), says: ['info:partial'] },
      { name: 'half', subject: walk(from([0, 0], [1600, 0])), says: ['info:fragment'] },
      { name: 'somewhere else', subject: walk(from([0, 900], [900, 900])), says: ['info:nothing'] },
      {
        name: 'the whole trail, 11 % of it between far fixes',
        subject: told({ supposed: [[500, 830]] }),
        says: ['info:supposed'],
      },
      {
        name: 'the whole trail, a third of it between far fixes',
        subject: told({ supposed: [[500, 1500]] }),
        says: ['info:supposed'],
      },
    ],
    negative: [{ name: 'no walk', subject: { line: line(TRAIL) }, says: [] }],
    nearMiss: [
      {
        name: 'the whole trail, a tenth of it between far fixes',
        subject: told({ supposed: [[500, 790]] }),
        says: ['info:complete'],
      },
      { name: 'all but 6 %', subject: walk(from([0, 0], [2800, 0])), says: ['info:partial'] },
      { name: 'just over 60 %', subject: walk(from([0, 0], [1850, 0])), says: ['info:partial'] },
    ],
  },
  'CMP-02': {
    positive: [
      {
        name: '22 m beside for 150 m',
        subject: told({ deviations: [episode(500, 650, 150, 22)] }),
        says: ['warning:place'],
      },
      {
        name: 'beside for 110 m',
        subject: told({ deviations: [episode(500, 610, 110, 24)] }),
        says: ['warning:place'],
      },
      {
        name: '19.5 m beside for most of the way',
        subject: walk(beside(19.5, 200, 2800)),
        says: ['warning:whole'],
      },
    ],
    negative: [{ name: 'on the line', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [
      {
        name: '19 m beside',
        subject: told({ deviations: [episode(500, 700, 200, 19)] }),
        says: [],
      },
      {
        name: 'beside for 90 m',
        subject: told({ deviations: [episode(500, 590, 90, 24)] }),
        says: [],
      },
      { name: '17 m beside for most of the way', subject: walk(beside(17, 200, 2800)), says: [] },
    ],
  },
  'CMP-03': {
    positive: [
      {
        name: 'a detour of 400 m, 100 m away',
        subject: walk(beside(100, 1000, 1200)),
        says: ['warning'],
      },
      {
        name: 'a detour of 66 m, 33 m away',
        subject: told({ detours: [episode(500, 510, 66, 33)] }),
        says: ['warning'],
      },
    ],
    negative: [{ name: 'on the line', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [
      { name: '55 m long', subject: told({ detours: [episode(500, 510, 55, 40)] }), says: [] },
      { name: '28 m away', subject: told({ detours: [episode(500, 510, 200, 28)] }), says: [] },
    ],
  },
  'CMP-04': {
    positive: [
      {
        name: '66 m skipped by 40 m',
        subject: told({ shortcuts: [episode(500, 566, 40, 30)] }),
        says: ['warning'],
      },
      {
        name: '400 m skipped by 300 m',
        subject: told({ shortcuts: [episode(500, 900, 300, 80)] }),
        says: ['warning'],
      },
      {
        name: '160 m skipped by a tracker with a fix every 75 m',
        subject: { ...told({ shortcuts: [episode(500, 660, 20, 30)] }), ...everyMinute },
        says: ['warning'],
      },
    ],
    negative: [{ name: 'on the line', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [
      {
        name: '140 m skipped by a tracker with a fix every 75 m',
        subject: { ...told({ shortcuts: [episode(500, 640, 20, 30)] }), ...everyMinute },
        says: [],
      },
      { name: '55 m skipped', subject: told({ shortcuts: [episode(500, 555, 20, 30)] }), says: [] },
      {
        name: '400 m skipped by 340 m',
        subject: told({ shortcuts: [episode(500, 900, 340, 80)] }),
        says: [],
      },
    ],
  },
  'CMP-05': {
    positive: [
      {
        name: 'nothing recorded for 300 m',
        subject: walk(
          track(
            walking([
              [0, 0],
              [1000, 0],
            ]),
            walking(
              [
                [1300, 0],
                [3000, 0],
              ],
              { startS: 1100 },
            ),
          ),
        ),
        says: ['info'],
      },
      { name: 'nothing recorded for 66 m', subject: told({ gaps: [[500, 566]] }), says: ['info'] },
    ],
    negative: [{ name: 'recorded throughout', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [
      { name: 'nothing recorded for 55 m', subject: told({ gaps: [[500, 555]] }), says: [] },
    ],
  },
  'CMP-06': {
    positive: [
      { name: 'walked from the end', subject: walk(from([3000, 0], [0, 0])), says: ['info'] },
      {
        name: 'where that is forbidden',
        subject: walk(from([3000, 0], [0, 0]), { oneWay: true }),
        says: ['warning'],
      },
      {
        name: 'back over most of it: 76 % reversed',
        subject: walk(from([2200, 0], [3000, 0], [400, 0])),
        says: ['info'],
      },
    ],
    negative: [{ name: 'walked as drawn', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [
      {
        name: 'as much there as back',
        subject: walk(from([1000, 0], [2500, 0], [900, 0])),
        says: [],
      },
      {
        name: 'there and a little farther back: 65 % reversed',
        subject: walk(from([1600, 0], [3000, 0], [400, 0])),
        says: [],
      },
    ],
  },
  'CMP-07': {
    positive: [
      { name: 'joined 85 m along', subject: walk(from([85, 0], [3000, 0])), says: ['info:start'] },
      { name: 'joined 95 m along', subject: walk(from([95, 0], [3000, 0])), says: ['info:start'] },
      {
        name: 'left 90 m before the end',
        subject: walk(from([0, 0], [2910, 0])),
        says: ['info:end'],
      },
    ],
    negative: [{ name: 'from end to end', subject: walk(from([0, 0], [3000, 0])), says: [] }],
    nearMiss: [{ name: 'joined 65 m along', subject: walk(from([65, 0], [3000, 0])), says: [] }],
  },
  'CMP-08': {
    positive: [
      { name: 'side by side, 13 m apart', subject: pair(0, 13), says: ['warning'] },
      { name: 'overlapping by 55 %', subject: pair(0.45, 3), says: ['warning'] },
    ],
    negative: [{ name: 'two outings', subject: pair(3, 0), says: [] }],
    nearMiss: [
      { name: 'side by side, 17 m apart', subject: pair(0, 17), says: [] },
      { name: 'overlapping by 45 %', subject: pair(0.55, 3), says: [] },
    ],
  },
  'CMP-09': {
    positive: [
      {
        name: 'three walks 6.5 m beside',
        subject: sections(160, [6.5, 6.6, 6.4]),
        says: ['warning'],
      },
      {
        name: 'four walks, sure enough',
        subject: sections(300, [8, 14, 20, 8]),
        says: ['warning'],
      },
      {
        name: 'three go round, one keeps to the line',
        subject: goRound(70, 3, 1),
        says: ['warning:elsewhere'],
      },
    ],
    negative: [{ name: 'on the line', subject: sections(300, [0, 1, -1]), says: [] }],
    nearMiss: [
      { name: '5.5 m beside', subject: sections(300, [5.5, 5.6, 5.4]), says: [] },
      { name: 'for 130 m', subject: sections(130, [9, 9.1, 8.9]), says: [] },
      { name: 'two walks only', subject: sections(300, [9, 9.1]), says: [] },
      { name: 'two go round', subject: goRound(70, 2, 1), says: [] },
      { name: 'three go round 50 m of it', subject: goRound(50, 3, 1), says: [] },
      { name: 'three go round, two keep to the line', subject: goRound(70, 3, 2), says: [] },
      { name: 'not sure enough', subject: sections(300, [2, 18, 4, 16]), says: ['warning'] },
      { name: 'they disagree', subject: sections(300, [0, 19, 1, 20.2]), says: [] },
    ],
  },
  'CMP-10': {
    positive: [
      {
        name: 'two and two, 16.5 m apart',
        subject: sections(70, [0, 1, 17.5, 18]),
        says: ['warning'],
      },
      { name: 'two go round, two do not', subject: goRound(65, 2, 2), says: ['warning'] },
    ],
    negative: [{ name: 'all together', subject: sections(300, [0, 1, 2, 3]), says: [] }],
    nearMiss: [
      { name: '13.5 m apart', subject: sections(300, [0, 1, 14.5, 15]), says: [] },
      { name: 'for 50 m', subject: sections(50, [0, 1, 20, 21]), says: [] },
      { name: 'one walk aside', subject: sections(300, [0, 1, 2, 20]), says: [] },
      { name: 'two go round 55 m', subject: goRound(55, 2, 2), says: [] },
      { name: 'one goes round', subject: goRound(65, 1, 3), says: [] },
    ],
  },
  'CNS-01': {
    positive: [
      { name: 'two walks on 11 % of the line', subject: consensus(weak(0.115)), says: ['warning'] },
    ],
    negative: [{ name: 'five walks everywhere', subject: consensus({}), says: [] }],
    nearMiss: [
      { name: 'two walks on 9 % of the line', subject: consensus(weak(0.09)), says: [] },
      { name: 'three walks on half of the line', subject: consensus(weak(0.5, 3)), says: [] },
    ],
  },
  'CNS-02': {
    positive: [
      { name: '9 m for 120 m', subject: consensus(scattered(120, 9)), says: ['warning'] },
      {
        name: '13 m for 200 m in a forest',
        subject: consensus(scattered(200, 13, true)),
        says: ['warning'],
      },
    ],
    negative: [{ name: '3 m', subject: consensus({}), says: [] }],
    nearMiss: [
      { name: '7.5 m for 300 m', subject: consensus(scattered(300, 7.5)), says: [] },
      { name: '9 m for 100 m', subject: consensus(scattered(100, 9)), says: [] },
      {
        name: '11 m for 300 m in a forest',
        subject: consensus(scattered(300, 11, true)),
        says: [],
      },
    ],
  },
  'CNS-03': {
    positive: [
      {
        name: '3.3 % longer',
        subject: consensus({ lengthM: 3099, previousLengthM: 3000 }),
        says: ['warning'],
      },
    ],
    negative: [{ name: 'as long', subject: consensus({ previousLengthM: 3000 }), says: [] }],
    nearMiss: [
      {
        name: '2.7 % longer',
        subject: consensus({ lengthM: 3081, previousLengthM: 3000 }),
        says: [],
      },
    ],
  },
  'POI-01': {
    positive: [
      { name: '110 m away', subject: poi(110), says: ['warning:away'] },
      { name: '550 m away', subject: poi(550), says: ['error:away'] },
      {
        name: 'listed after a place that comes later',
        subject: {
          line: line(TRAIL),
          declared: { placesInOrder: true },
          places: [
            { id: 'moulin', position: place([2000, 5]) },
            { id: 'lavoir', position: place([500, 5]) },
          ],
        },
        says: ['warning:order'],
      },
    ],
    negative: [{ name: 'on the way', subject: poi(5), says: [] }],
    nearMiss: [
      { name: '95 m away', subject: poi(95), says: [] },
      { name: '470 m away', subject: poi(470), says: ['warning:away'] },
      {
        name: 'passed again on the way back, in the order listed',
        subject: {
          line: line(
            through(
              [
                [0, 0],
                [1000, 0],
                [0, 1],
              ],
              20,
            ),
          ),
          declared: { placesInOrder: true },
          places: [
            { id: 'moulin', position: place([900, 5]) },
            { id: 'lavoir', position: place([500, 5]) },
          ],
        },
        says: [],
      },
    ],
  },
}
