import type { Subject } from '../../../../src/domain/checks/subject.ts'
import type { Fix } from '../../../../src/domain/geo/fix.ts'
import {
  fixes,
  line,
  START_MS,
  straight,
  track,
  walking,
  type CasesById,
  type Metres,
} from './check-case.ts'

/** A straight way whose first vertices have altitudes. */
const withAltitudes = (share: number): Subject => ({
  line: line(
    straight(1000, 10).map(([x], i): Metres => (i < share * 101 ? [x, 0, 50 + x / 20] : [x, 0])),
  ),
})
const flatAt = (z: number): Subject => ({
  line: line(straight(200, 10, (x) => (x === 100 ? z : 60 + x / 100))),
})
const offGround = (offsetM: number): Subject => ({
  line: line(straight(200, 10, (x) => 60 + x / 50 + offsetM)),
  terrainM: straight(200, 10).map(([x]) => 60 + x / 50),
})
/** Flat, then so steep for so long, then flat. */
const slope = (grade: number, lengthM: number): Subject => ({
  line: line(straight(600, 5, (x) => 100 + grade * Math.min(lengthM, Math.max(0, x - 200)))),
})
const climb = (ascentM: number, declaredM: number): Subject => ({
  ascentM,
  declared: { ascentM: declaredM },
})
const duration = (ratio: number): Subject => ({
  walkingS: 10_000,
  declared: { durationS: 10_000 * ratio },
})

/** A walk of 200 fixes, or more, in which so many are late. */
const disordered = (count: number, of = 200): Subject => {
  const walk = walking([
    [0, 0],
    [5 * of, 0],
  ]).slice(0, of)
  return {
    track: track(
      walk.map((fix, i) =>
        i % 20 === 5 && i / 20 < count ? { ...fix, atMs: fix.atMs! - 6000 } : fix,
      ),
    ),
  }
}
const future = (seconds: number): Subject => ({
  track: track(
    walking([
      [0, 0],
      [100, 0],
    ]),
  ),
  nowMs: START_MS + 80_000 - seconds * 1000,
})
/** Walking, a ride, walking. */
const ride = (kmh: number, seconds: number): Subject => {
  const speedMS = kmh / 3.6
  const rideM = speedMS * seconds
  const before = walking([
    [0, 0],
    [100, 0],
  ])
  const riding = walking(
    [
      [100, 0],
      [100 + rideM, 0],
    ],
    { speedMS, everyS: 1, startS: 80 },
  )
  const after = walking(
    [
      [100 + rideM, 0],
      [200 + rideM, 0],
    ],
    { startS: 80 + seconds },
  )
  return { track: track([...before, ...riding.slice(1), ...after.slice(1)]) }
}
/** So many steps of six seconds, each so long. */
const leaps = (lengthM: number, count: number): Subject => ({
  track: track(
    fixes(Array.from({ length: count + 1 }, (_, i) => [i * lengthM, 0, i * 6] as const)),
  ),
})
/** One step of four seconds at a speed. */
const leap = (speedMS: number): Subject => ({
  track: track(
    fixes(
      [0, 5, 10, 15, 20, 25].map((x, i) => [i > 3 ? x + 4 * speedMS - 5 : x, 0, 4 * i] as const),
    ),
  ),
})
const stay = (seconds: number, radiusM: number): Subject => {
  const arrive = walking([
    [0, 0],
    [100, 0],
  ])
  const around: Fix[] = fixes(
    Array.from(
      { length: Math.floor(seconds / 2) },
      (_, i) => [100 + radiusM * Math.sin(i) ** 3, 0, 80 + 2 * (i + 1)] as const,
    ),
  )
  const leave = walking(
    [
      [100, 40],
      [100, 140],
    ],
    { startS: 84 + seconds },
  )
  return { track: track([...arrive, ...around, ...leave]) }
}
/** Fixes whose speed varies by a share around 1.25 m/s. */
const steady = (variation: number, spacingM = 5): Subject => {
  let x = 0
  return {
    track: track(
      fixes(
        Array.from({ length: 60 }, (_, i) => {
          const step = [x, 0, i * 4] as const
          x += spacingM * (1 + (i % 2 === 0 ? variation / 2 : -variation / 2))
          return step
        }),
      ),
    ),
  }
}
const accuracies = (values: readonly number[]): Subject => ({
  track: track(
    fixes(values.map((_, i) => [i * 5, 0, i * 4] as const)).map((fix, i) => ({
      ...fix,
      accuracyM: values[i]!,
    })),
  ),
})
const poor = (share: number, poorM: number): number[] =>
  Array.from({ length: 100 }, (_, i) => (i < share * 100 ? poorM : 6))

/** ELE, TIM and ACC. */
export const ELEVATION_AND_TIME_CASES: CasesById = {
  'ELE-01': {
    positive: [
      {
        name: 'altitudes on 92 % of the vertices',
        subject: withAltitudes(0.92),
        says: ['warning:missing'],
      },
      {
        name: 'zero everywhere',
        subject: { line: line(straight(200, 10, () => 0)) },
        says: ['warning:constant'],
      },
    ],
    negative: [{ name: 'altitudes everywhere', subject: withAltitudes(1), says: [] }],
    nearMiss: [
      { name: 'altitudes on 96 % of the vertices', subject: withAltitudes(0.96), says: [] },
    ],
  },
  'ELE-02': {
    positive: [
      { name: '11 m below the sea', subject: flatAt(-11), says: ['warning:range'] },
      { name: 'above the highest summit', subject: flatAt(4900), says: ['warning:range'] },
      { name: '16 m above the ground', subject: offGround(16), says: ['warning:offset'] },
      { name: '48 m above the ground', subject: offGround(48), says: ['warning:ellipsoid'] },
    ],
    negative: [{ name: 'on the ground', subject: offGround(2), says: [] }],
    nearMiss: [
      { name: '9 m below the sea', subject: flatAt(-9), says: [] },
      { name: 'just below the highest summit', subject: flatAt(4700), says: [] },
      { name: '14 m above the ground', subject: offGround(14), says: [] },
      {
        name: '42 m above the ground is not the ellipsoid',
        subject: offGround(42),
        says: ['warning:offset'],
      },
      {
        name: '58 m above the ground is not the ellipsoid',
        subject: offGround(58),
        says: ['warning:offset'],
      },
    ],
  },
  'ELE-03': {
    positive: [
      { name: '66 % over 42 m', subject: slope(0.66, 42), says: ['warning'] },
      { name: '38 % over 160 m', subject: slope(0.38, 160), says: ['warning'] },
    ],
    negative: [{ name: '10 %', subject: slope(0.1, 300), says: [] }],
    nearMiss: [
      { name: '56 % over 50 m', subject: slope(0.56, 50), says: [] },
      { name: '66 % over 33 m', subject: slope(0.66, 33), says: [] },
      { name: '33 % over 300 m', subject: slope(0.33, 300), says: [] },
      { name: '38 % over 130 m', subject: slope(0.38, 130), says: [] },
    ],
  },
  'ELE-04': {
    positive: [
      { name: '55 m too much of 100', subject: climb(100, 155), says: ['warning'] },
      { name: '17 % too much of 1,000', subject: climb(1000, 1170), says: ['warning'] },
    ],
    negative: [{ name: 'as declared', subject: climb(300, 300), says: [] }],
    nearMiss: [
      { name: '45 m too much of 100', subject: climb(100, 145), says: [] },
      { name: '14 % too much of 1,000', subject: climb(1000, 1140), says: [] },
    ],
  },
  'TIM-01': {
    positive: [
      { name: 'three late fixes of 200', subject: disordered(3), says: ['warning:order'] },
      { name: 'three late fixes of 270', subject: disordered(3, 270), says: ['warning:order'] },
      { name: 'eleven minutes from now', subject: future(660), says: ['warning:future'] },
      {
        name: 'to the second, but 1,024 weeks ago',
        subject: future(-1024 * 7 * 86_400),
        says: ['warning:rollover'],
      },
    ],
    negative: [
      {
        name: 'in order, in the past',
        subject: {
          track: track(
            walking([
              [0, 0],
              [300, 0],
            ]),
          ),
          nowMs: START_MS + 9e6,
        },
        says: [],
      },
    ],
    nearMiss: [
      { name: 'two late fixes of 200', subject: disordered(2), says: ['info:order'] },
      { name: 'nine minutes from now', subject: future(540), says: [] },
    ],
  },
  'TIM-02': {
    positive: [
      { name: '13 km/h for 66 s', subject: ride(13, 66), says: ['warning'] },
      { name: '27 km/h for 22 s', subject: ride(27, 22), says: ['warning'] },
    ],
    negative: [
      {
        name: 'walking',
        subject: {
          track: track(
            walking([
              [0, 0],
              [900, 0],
            ]),
          ),
        },
        says: [],
      },
    ],
    nearMiss: [
      { name: '11 km/h for 5 min', subject: ride(11, 300), says: [] },
      { name: '13 km/h for 54 s', subject: ride(13, 54), says: [] },
      { name: '23 km/h for 30 s', subject: ride(23, 30), says: [] },
      { name: '27 km/h for 17 s', subject: ride(27, 17), says: [] },
      { name: '27 km/h for 18 s, in steps of 6 s', subject: leaps(45, 3), says: [] },
    ],
  },
  'TIM-03': {
    positive: [{ name: 'one step at 5.5 m/s', subject: leap(5.5), says: ['info'] }],
    negative: [
      {
        name: 'walking',
        subject: {
          track: track(
            walking([
              [0, 0],
              [300, 0],
            ]),
          ),
        },
        says: [],
      },
    ],
    nearMiss: [{ name: 'one step at 4.5 m/s', subject: leap(4.5), says: [] }],
  },
  'TIM-04': {
    positive: [
      { name: '130 s within 5 m', subject: stay(130, 5), says: ['info'] },
      { name: '200 s within 12 m', subject: stay(200, 12), says: ['info'] },
    ],
    negative: [
      {
        name: 'walking',
        subject: {
          track: track(
            walking([
              [0, 0],
              [300, 0],
            ]),
          ),
        },
        says: [],
      },
    ],
    nearMiss: [
      { name: '105 s within 5 m', subject: stay(105, 5), says: [] },
      {
        name: 'strolling at 0.7 m/s for five minutes',
        subject: {
          track: track(
            walking(
              [
                [0, 0],
                [210, 0],
              ],
              { speedMS: 0.7 },
            ),
          ),
        },
        says: [],
      },
    ],
  },
  'TIM-05': {
    positive: [
      {
        name: 'no times',
        subject: {
          track: track([
            { lon: 0, lat: 43 },
            { lon: 0.01, lat: 43 },
          ]),
        },
        says: ['info:no-time'],
      },
      { name: 'one even speed', subject: steady(0.018), says: ['info:steady'] },
      { name: 'fixes 270 m apart', subject: steady(0.5, 270), says: ['info:sparse'] },
    ],
    negative: [{ name: 'a walk', subject: steady(0.4), says: [] }],
    nearMiss: [
      { name: 'speeds that vary a little', subject: steady(0.023), says: [] },
      { name: 'a tracker with a fix every 230 m', subject: steady(0.5, 230), says: [] },
    ],
  },
  'TIM-06': {
    positive: [
      { name: 'half of the time', subject: duration(0.55), says: ['warning'] },
      { name: 'twice the time', subject: duration(1.95), says: ['warning'] },
    ],
    negative: [{ name: 'the computed time', subject: duration(1), says: [] }],
    nearMiss: [
      { name: 'two thirds of the time', subject: duration(0.65), says: [] },
      { name: '1.7 times the time', subject: duration(1.7), says: [] },
    ],
  },
  'ACC-01': {
    positive: [
      {
        name: '22 m most of the time',
        subject: accuracies(Array(50).fill(22) as number[]),
        says: ['warning:median'],
      },
      {
        name: 'worse than 30 m a quarter of the time',
        subject: accuracies(poor(0.23, 33)),
        says: ['warning:share'],
      },
    ],
    negative: [{ name: '5 m', subject: accuracies(Array(50).fill(5) as number[]), says: [] }],
    nearMiss: [
      {
        name: '18 m most of the time',
        subject: accuracies(Array(50).fill(18) as number[]),
        says: [],
      },
      {
        name: 'worse than 30 m for 18 % of the time',
        subject: accuracies(poor(0.18, 33)),
        says: [],
      },
      { name: 'a third of the fixes at 28 m', subject: accuracies(poor(0.33, 28)), says: [] },
    ],
  },
}
