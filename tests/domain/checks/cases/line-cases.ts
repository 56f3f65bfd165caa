import { bboxPolygon } from '@turf/turf'
import type { Polygon, Position } from 'geojson'
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
  type Metres,
} from './check-case.ts'

const zigzag = (stepM: number, bendDeg: number): Metres[] => {
  const rise = Math.tan(((bendDeg / 2) * Math.PI) / 180)
  return Array.from({ length: 12 }, (_, i): Metres => [i * stepM, (i % 2) * stepM * rise])
}

/** A spike to the side of a straight way: base width and height. */
const spike = (widthM: number, heightM: number): Metres[] => [
  ...straight(200),
  [200 + widthM / 2, heightM],
  [200 + widthM, 0],
  ...straight(200).map(([x]): Metres => [x + 220 + widthM, 0]),
]

/** A small loop tied into a straight way. */
const knotted = (sideM: number): Metres[] =>
  through(
    [
      [0, 0],
      [200, 0],
      [200, sideM],
      [200 - sideM / 2, sideM],
      [200 - sideM / 2, -200],
    ],
    5,
  )

const crossing: Metres[] = through([
  [0, 0],
  [400, 0],
  [400, 200],
  [200, 200],
  [200, -200],
])

/** Out, a point, and back on the same way, `apartM` beside the way out. */
const outAndBack = (apartM: number): Metres[] => [
  ...through(
    [
      [0, 0],
      [270, 0],
    ],
    30,
  ),
  [300, apartM / 2],
  ...through(
    [
      [270, apartM],
      [0, apartM],
    ],
    30,
  ),
]

/** One path drawn twice: the way back swings from one side of the way out to the other. */
const braided = (acrossM: number): Metres[] =>
  through([
    [0, 0],
    [400, 0],
    [400, acrossM],
    [0, -acrossM],
  ])

const grid = (decimals: number): [number, number][] =>
  Array.from({ length: 40 }, (_, i) => [
    Number((-0.6 + i * 0.001333712345).toFixed(decimals)),
    Number((43.68 + i * 0.000733145678).toFixed(decimals)),
  ])
const ofDegrees = (coordinates: [number, number][]) => ({
  ...line(straight(100)),
  positions: coordinates,
})
/** `coarse` of forty vertices on a grid of four decimals, the others on six. */
const mixedGrid = (coarse: number) =>
  ofDegrees(grid(6).map((fine, i) => (i < coarse ? grid(3)[i]! : fine)))

const west = place([0, 0])
const box = bboxPolygon([west[0]! - 0.2, west[1]! - 0.2, west[0]! + 0.2, west[1]! + 0.2]).geometry

/** GEO-01 to GEO-11. */
/** A leap of 28 m in a recording with so many seconds between its fixes. */
const recordedSpike = (everyS: number): Subject => {
  const points = spike(14, 27)
  return {
    line: line(points),
    track: track(fixes(points.map(([x, y], i) => [x, y, i * everyS] as const))),
    isWalk: true,
  }
}

const lineOf = (coordinates: Position[]) => ({ type: 'LineString', coordinates })

/** A territory in the shape of an L: its box has a corner, to the north-east, where it is not. */
const corner: Polygon = {
  type: 'Polygon',
  coordinates: [
    positions([
      [-1000, -1000],
      [30_000, -1000],
      [30_000, 0],
      [0, 0],
      [0, 30_000],
      [-1000, 30_000],
      [-1000, -1000],
    ]),
  ],
}

export const LINE_CASES: CasesById = {
  'GEO-01': {
    positive: [
      {
        name: 'a line in two parts',
        subject: { geometry: { type: 'MultiLineString', coordinates: [positions(straight(100))] } },
        says: ['error'],
      },
      {
        name: 'one place, three times',
        subject: { geometry: { type: 'LineString', coordinates: [west, west, west] } },
        says: ['error'],
      },
    ],
    negative: [
      {
        name: 'a line',
        subject: { geometry: { type: 'LineString', coordinates: positions(straight(300)) } },
        says: [],
      },
    ],
    nearMiss: [
      {
        name: 'two places',
        subject: { geometry: { type: 'LineString', coordinates: [west, place([5, 0])] } },
        says: [],
      },
    ],
  },
  'GEO-02': {
    positive: [
      {
        name: 'latitude 91 and a hole',
        subject: { geometry: { type: 'LineString', coordinates: [[0, 91], [NaN, 0], west] } },
        says: ['error:range'],
      },
      {
        name: 'latitude first',
        subject: {
          geometry: {
            type: 'LineString',
            coordinates: positions(straight(200)).map(([lon, lat]) => [lat, lon]),
          },
          territory: box,
        },
        says: ['error:swapped'],
      },
      {
        name: '12 km beyond the outline, in its box',
        subject: {
          geometry: lineOf([place([1000, 1000]), place([12_000, 12_000])]),
          territory: corner,
        },
        says: ['error:territory'],
      },
    ],
    negative: [
      {
        name: 'in the territory',
        subject: { geometry: lineOf(positions(straight(200))), territory: box },
        says: [],
      },
      {
        name: 'round the missing corner',
        subject: {
          geometry: lineOf(
            positions([
              [-500, 9000],
              [-500, -500],
              [9000, -500],
            ]),
          ),
          territory: corner,
        },
        says: [],
      },
    ],
    nearMiss: [
      {
        name: '8.5 km beyond the outline, in its box',
        subject: { geometry: lineOf([place([-500, 500]), place([8500, 8500])]), territory: corner },
        says: ['info:leaves'],
      },
      {
        name: 'wholly outside, 8.5 km away',
        subject: {
          geometry: lineOf([place([7000, 7500]), place([8500, 8500])]),
          territory: corner,
        },
        says: ['info:leaves'],
      },
    ],
  },
  'GEO-03': {
    positive: [
      {
        name: 'a vertex 900 m from 0, 0',
        subject: { geometry: { type: 'LineString', coordinates: [west, [0.0081, 0]] } },
        says: ['error'],
      },
    ],
    negative: [
      {
        name: 'in Chalosse',
        subject: { geometry: { type: 'Point', coordinates: west } },
        says: [],
      },
    ],
    nearMiss: [
      {
        name: 'a vertex 1,100 m from 0, 0',
        subject: { geometry: { type: 'LineString', coordinates: [west, [0.0099, 0]] } },
        says: [],
      },
    ],
  },
  'GEO-04': {
    positive: [
      {
        name: '9 cm apart',
        subject: {
          line: line([
            [0, 0],
            [0.09, 0],
            [50, 0],
          ]),
        },
        says: ['info'],
      },
    ],
    negative: [{ name: 'every 20 m', subject: { line: line(straight(200)) }, says: [] }],
    nearMiss: [
      {
        name: '11 cm apart',
        subject: {
          line: line([
            [0, 0],
            [0.11, 0],
            [50, 0],
          ]),
        },
        says: [],
      },
    ],
  },
  'GEO-05': {
    positive: [
      { name: 'four decimals', subject: { line: ofDegrees(grid(4)) }, says: ['warning:coarse'] },
      { name: 'eight decimals', subject: { line: ofDegrees(grid(8)) }, says: ['info:fine'] },
      {
        name: '38 coarse vertices of 40',
        subject: { line: mixedGrid(38) },
        says: ['warning:coarse'],
      },
    ],
    negative: [{ name: 'six decimals', subject: { line: ofDegrees(grid(6)) }, says: [] }],
    nearMiss: [
      { name: 'five decimals', subject: { line: ofDegrees(grid(5)) }, says: [] },
      { name: 'seven decimals', subject: { line: ofDegrees(grid(7)) }, says: [] },
      { name: '34 coarse vertices of 40', subject: { line: mixedGrid(34) }, says: [] },
    ],
  },
  'GEO-06': {
    positive: [
      { name: '280 m', subject: { line: line(straight(280)) }, says: ['warning:short'] },
      { name: '62 km', subject: { line: line(straight(62_000, 100)) }, says: ['warning:long'] },
    ],
    negative: [{ name: '8 km', subject: { line: line(straight(8000)) }, says: [] }],
    nearMiss: [
      { name: '310 m', subject: { line: line(straight(310)) }, says: [] },
      { name: '58 km', subject: { line: line(straight(58_000, 100)) }, says: [] },
    ],
  },
  'GEO-07': {
    positive: [
      {
        name: 'a vertex every 110 m',
        subject: { line: line(straight(1100, 110)) },
        says: ['warning'],
      },
      {
        name: 'bends of 34° on legs of 75 m',
        subject: { line: line(zigzag(75, 34)) },
        says: ['warning'],
      },
    ],
    negative: [{ name: 'a vertex every 20 m', subject: { line: line(straight(1000)) }, says: [] }],
    nearMiss: [
      { name: 'a vertex every 95 m', subject: { line: line(straight(950, 95)) }, says: [] },
      { name: 'bends of 27° on legs of 75 m', subject: { line: line(zigzag(75, 27)) }, says: [] },
      { name: 'bends of 40° on legs of 66 m', subject: { line: line(zigzag(60, 40)) }, says: [] },
    ],
  },
  'GEO-08': {
    positive: [
      { name: 'a vertex every 1.8 m', subject: { line: line(straight(900, 1.8)) }, says: ['info'] },
      { name: '22,000 vertices', subject: { line: line(straight(55_000, 2.5)) }, says: ['info'] },
    ],
    negative: [{ name: 'every 20 m', subject: { line: line(straight(2000)) }, says: [] }],
    nearMiss: [
      { name: 'a vertex every 2.2 m', subject: { line: line(straight(1100, 2.2)) }, says: [] },
      { name: '18,000 vertices', subject: { line: line(straight(45_000, 2.5)) }, says: [] },
    ],
  },
  'GEO-09': {
    positive: [
      { name: 'a leap of 28 m', subject: { line: line(spike(14, 27)) }, says: ['error'] },
      { name: 'a needle of 17 m', subject: { line: line(spike(5.5, 17)) }, says: ['error'] },
      { name: 'a wide leap of 60 m', subject: { line: line(spike(33, 58)) }, says: ['error'] },
      { name: 'back 16.5 m beside', subject: { line: line(outAndBack(16.5)) }, says: ['error'] },
      {
        name: 'the same, of a receiver',
        subject: { line: line(spike(14, 27)), isWalk: true },
        says: ['warning'],
      },
      { name: 'of a recording, at 6 m/s', subject: recordedSpike(28 / 6), says: ['warning'] },
    ],
    negative: [
      { name: 'straight on', subject: { line: line(straight(400)) }, says: [] },
      { name: 'an out-and-back', subject: { line: line(outAndBack(3)) }, says: [] },
    ],
    nearMiss: [
      { name: 'of a recording, at 4.5 m/s', subject: recordedSpike(28 / 4.5), says: [] },
      { name: 'back 14 m beside the way out', subject: { line: line(outAndBack(14)) }, says: [] },
      { name: 'a leap of 23 m', subject: { line: line(spike(12, 22)) }, says: [] },
      { name: 'a needle of 14 m', subject: { line: line(spike(4, 14)) }, says: [] },
      {
        name: 'a corner of 22° with legs of 20 m',
        subject: { line: line(spike(7.6, 20)) },
        says: [],
      },
      {
        name: 'a pointed bend: across is a third of the way',
        subject: { line: line(spike(42, 56)) },
        says: [],
      },
    ],
  },
  'GEO-10': {
    positive: [{ name: 'a loop of 54 m', subject: { line: line(knotted(18)) }, says: ['warning'] }],
    negative: [{ name: 'no loop', subject: { line: line(straight(400)) }, says: [] }],
    nearMiss: [{ name: 'a loop of 66 m', subject: { line: line(knotted(22)) }, says: [] }],
  },
  'GEO-11': {
    positive: [
      { name: 'a figure of four', subject: { line: line(crossing) }, says: ['info'] },
      { name: 'a loop of 66 m', subject: { line: line(knotted(22)) }, says: ['info'] },
      { name: 'two ways at 17°', subject: { line: line(braided(60)) }, says: ['info'] },
    ],
    negative: [{ name: 'no crossing', subject: { line: line(straight(400)) }, says: [] }],
    nearMiss: [
      { name: 'one path, drawn twice', subject: { line: line(braided(40)) }, says: [] },
      { name: 'one path, 13 m apart at most', subject: { line: line(braided(45)) }, says: [] },
      { name: 'a loop of 54 m is a knot', subject: { line: line(knotted(18)) }, says: [] },
    ],
  },
}
