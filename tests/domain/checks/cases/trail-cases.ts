import type { Subject } from '../../../../src/domain/checks/subject.ts'
import {
  fixes,
  line,
  place,
  positions,
  straight,
  through,
  track,
  type CasesById,
  type CheckCase,
  type Metres,
} from './check-case.ts'

/** A branch of so many metres, there and back, so wide apart. */
const branch = (lengthM: number, widthM = 1): Metres[] =>
  through([
    [0, 0],
    [400, 0],
    [400, lengthM],
    [400 + widthM, 0],
    [900, 0],
  ])

/** The same, as wide at its tip as at its foot. */
const wideBranch = (lengthM: number, widthM: number): Metres[] =>
  through([
    [0, 0],
    [400, 0],
    [400, lengthM],
    [400 + widthM, lengthM],
    [400 + widthM, 0],
    [900, 0],
  ])

/** Out and back over so many metres of a way of 2 km, then round. */
const partlyTwice = (twiceM: number, apartM = 4): Metres[] => {
  const loopM = (2000 - 2 * twiceM) / 4
  return through([
    [0, 0],
    [twiceM, 0],
    [twiceM, loopM],
    [twiceM + loopM, loopM],
    [twiceM + loopM, apartM],
    [twiceM, apartM],
    [0, apartM],
  ])
}

/** Narrow bends, so wide: the way lies beside itself again after about two and a half times that. */
const bends = (widthM: number): Metres[] =>
  through(
    Array.from({ length: 40 }, (_, i): Metres => [
      (i % 4 < 2 ? 0 : widthM) + 0.001 * i,
      Math.ceil(i / 2) * 13,
    ]),
    3,
  )

const twoFixes = (metres: number, seconds: number): Subject => ({
  track: track(
    fixes([
      [0, 0, 0],
      [metres, 0, seconds],
    ]),
  ),
})
const parts = (holeM: number): Subject => ({
  parts: [
    positions(straight(200)),
    positions(straight(200).map(([x]): Metres => [x + 200 + holeM, 0])),
  ],
})
const open = (apartM: number, shape: 'loop' | 'linear'): Subject => ({
  line: line(
    through([
      [0, 0],
      [500, 0],
      [500, 400],
      [apartM, 0.5],
    ]),
  ),
  declared: { shape },
})
const anchored = (awayM: number): Subject => ({
  line: line(straight(1000)),
  declared: { departure: place([0, awayM]), arrival: place([1000, 0]), parking: place([1000, 3]) },
})
const parked = (awayM: number): Subject => ({
  line: line(straight(1000)),
  declared: { parking: place([500, awayM]) },
})
const other = (points: Metres[], name: string, says: string[]): CheckCase => ({
  name,
  subject: {
    line: line(straight(2000)),
    otherTrails: [{ id: 'autre', positions: positions(points) }],
  },
  says,
})
const declaredLength = (lengthM: number, declaredM: number): Subject => ({
  line: line(straight(lengthM)),
  declared: { lengthM: declaredM },
})

/** GEO-12 to GEO-20. */
export const TRAIL_CASES: CasesById = {
  'GEO-12': {
    positive: [
      { name: 'a branch of 140 m', subject: { line: line(branch(138)) }, says: ['warning'] },
      { name: 'a branch of 25 m', subject: { line: line(branch(24)) }, says: ['warning'] },
      {
        name: 'there and 10 m beside',
        subject: { line: line(wideBranch(100, 10.5)) },
        says: ['warning'],
      },
    ],
    negative: [{ name: 'straight on', subject: { line: line(straight(900)) }, says: [] }],
    nearMiss: [
      { name: 'a branch of 170 m', subject: { line: line(branch(165)) }, says: [] },
      { name: 'a branch of 16 m', subject: { line: line(branch(16)) }, says: [] },
      { name: 'a branch of 19 m', subject: { line: line(branch(19)) }, says: [] },
      {
        name: 'a narrow bend, 14 m wide at once',
        subject: {
          line: line(
            through([
              [0, 0],
              [400, 0],
              [400, 100],
              [414, 100],
              [414, 0],
              [900, 0],
            ]),
          ),
        },
        says: [],
      },
    ],
  },
  'GEO-13': {
    positive: [
      {
        name: 'there and back',
        subject: { line: line(partlyTwice(940)) },
        says: ['info:out-and-back'],
      },
      { name: 'a third twice', subject: { line: line(partlyTwice(340)) }, says: ['info:lollipop'] },
      {
        name: 'twice, 13 m apart',
        subject: { line: line(partlyTwice(600, 13)) },
        says: ['info:lollipop'],
      },
      {
        name: 'bends that come back after 70 m',
        subject: { line: line(bends(31)) },
        says: ['info:lollipop'],
      },
      { name: 'mostly twice', subject: { line: line(partlyTwice(790)) }, says: ['info:lollipop'] },
    ],
    negative: [{ name: 'a loop', subject: { line: line(partlyTwice(40)) }, says: [] }],
    nearMiss: [
      { name: 'a quarter twice', subject: { line: line(partlyTwice(290)) }, says: [] },
      {
        name: 'beside itself, 17 m apart',
        subject: { line: line(partlyTwice(600, 17)) },
        says: [],
      },
      { name: 'bends that come back after 55 m', subject: { line: line(bends(21)) }, says: [] },
    ],
  },
  'GEO-14': {
    positive: [
      {
        name: 'a leg of 270 m',
        subject: {
          line: line([
            [0, 0],
            [20, 0],
            [290, 0],
            [300, 0],
          ]),
        },
        says: ['error'],
      },
      { name: '65 m in 10 s', subject: twoFixes(65, 10), says: ['warning'] },
      { name: '105 m in 18 s', subject: twoFixes(105, 18), says: ['warning'] },
      { name: '80 m at 5.3 m/s', subject: twoFixes(80, 15), says: ['warning'] },
    ],
    negative: [{ name: 'every 20 m', subject: { line: line(straight(400)) }, says: [] }],
    nearMiss: [
      {
        name: 'a leg of 240 m',
        subject: {
          line: line([
            [0, 0],
            [20, 0],
            [260, 0],
            [300, 0],
          ]),
        },
        says: [],
      },
      { name: '55 m in 10 s', subject: twoFixes(55, 10), says: [] },
      { name: '200 m in 22 s: a vehicle', subject: twoFixes(200, 22), says: [] },
      { name: '80 m at 4.7 m/s: a runner', subject: twoFixes(80, 17), says: [] },
      {
        name: 'one fix thrown away and back: a spike',
        subject: {
          track: track(
            fixes([
              [0, 0, 0],
              [5, 100, 4],
              [10, 0, 8],
            ]),
          ),
        },
        says: [],
      },
      { name: 'a walker with a fix every 55 s', subject: twoFixes(75, 55), says: [] },
    ],
  },
  'GEO-15': {
    positive: [
      { name: 'a hole of 33 m', subject: parts(33), says: ['warning'] },
      { name: 'a hole of 220 m', subject: parts(220), says: ['error'] },
      {
        name: 'the same, of a receiver',
        subject: { ...parts(220), isWalk: true },
        says: ['warning'],
      },
    ],
    negative: [{ name: 'in one piece', subject: { parts: [positions(straight(200))] }, says: [] }],
    nearMiss: [
      { name: 'a hole of 28 m', subject: parts(28), says: ['info'] },
      { name: 'a hole of 190 m', subject: parts(190), says: ['warning'] },
    ],
  },
  'GEO-16': {
    positive: [
      { name: 'a loop open by 28 m', subject: open(28, 'loop'), says: ['warning:open-loop'] },
      {
        name: 'one way, back within 23 m',
        subject: open(23, 'linear'),
        says: ['warning:closed-line'],
      },
    ],
    negative: [{ name: 'a loop', subject: open(2, 'loop'), says: [] }],
    nearMiss: [
      { name: 'a loop open by 23 m', subject: open(23, 'loop'), says: [] },
      { name: 'one way, ending 28 m away', subject: open(28, 'linear'), says: [] },
    ],
  },
  'GEO-17': {
    positive: [
      { name: 'departure 110 m away', subject: anchored(110), says: ['warning:departure'] },
      { name: 'departure 550 m away', subject: anchored(550), says: ['error:departure'] },
      { name: 'a car park 120 m from the line', subject: parked(120), says: ['warning:parking'] },
    ],
    negative: [
      { name: 'at the ends', subject: anchored(1), says: [] },
      { name: 'a car park beside the middle of the line', subject: parked(40), says: [] },
    ],
    nearMiss: [
      { name: 'departure 95 m away', subject: anchored(95), says: [] },
      { name: 'departure 470 m away', subject: anchored(470), says: ['warning:departure'] },
    ],
  },
  'GEO-18': {
    positive: [
      other(
        straight(2000).map(([x]): Metres => [x, 3]),
        'the same, 3 m beside',
        ['warning'],
      ),
      other(straight(1860), 'the same but for 140 m', ['warning']),
    ],
    negative: [
      other(
        straight(2000).map(([x]): Metres => [x, 900]),
        'another valley',
        [],
      ),
    ],
    nearMiss: [other(straight(1700), 'the same but for 300 m', [])],
  },
  'GEO-19': {
    positive: [
      other(
        straight(4000).map(([x]): Metres => [x, 3]),
        'half of a longer one',
        ['info'],
      ),
      other(
        [
          ...straight(1940),
          ...through(
            [
              [1940, 0],
              [1940, 2000],
            ],
            20,
          ),
        ],
        'but for 60 m, part of another one',
        ['info'],
      ),
    ],
    negative: [
      other(
        straight(2000).map(([x]): Metres => [x, 900]),
        'another valley',
        [],
      ),
    ],
    nearMiss: [
      other(
        [
          ...straight(1840),
          ...through(
            [
              [1840, 0],
              [1840, 2000],
            ],
            20,
          ),
        ],
        'it leaves for 160 m',
        [],
      ),
      other(straight(2000), 'the same trail is no part of itself', []),
    ],
  },
  'GEO-20': {
    positive: [
      { name: '320 m too much on 2 km', subject: declaredLength(2000, 2320), says: ['warning'] },
      { name: '6 % too much on 20 km', subject: declaredLength(20_000, 21_100), says: ['warning'] },
    ],
    negative: [{ name: 'as declared', subject: declaredLength(2000, 2000), says: [] }],
    nearMiss: [
      { name: '280 m too much on 2 km', subject: declaredLength(2000, 2280), says: [] },
      { name: '4.5 % too much on 20 km', subject: declaredLength(20_000, 20_900), says: [] },
    ],
  },
}
