import type { Position } from 'geojson'
import type { ReviewedObservation } from '../../src/contract/desk.ts'
import type { TrailEntity } from '../../src/domain/catalogue/entity.ts'
import type { WalkAssessment } from '../../src/domain/checks/assessment.ts'
import type { IntervalM } from '../../src/domain/geo/interval.ts'
import type { Observation } from '../../src/domain/observation/observation.ts'
import {
  FAKE_NOW_MS,
  FAKE_TERRITORY,
  fakeFinding,
  fakeIds,
  fakeTrail,
  type FakeDeskData,
} from './fake-desk-api.ts'

const newId = fakeIds()
const HOUR_MS = 3_600_000
const NO_WALKS = { walks: [], lineFindings: [] }
const LONG_NAME =
  'Grande boucle des lavoirs, des croix de chemin et des moulins oubliés du Louts et du Gabas'

/** Nothing at all: the first morning of a territory. */
export const EMPTY_DESK: FakeDeskData = {
  trails: [],
  observations: [],
  evidence: () => NO_WALKS,
}

function common(trail: TrailEntity | null, hoursAgo: number) {
  return {
    schema: 1,
    territory: FAKE_TERRITORY.id,
    device: newId(),
    createdAt: new Date(FAKE_NOW_MS - hoursAgo * HOUR_MS).toISOString(),
    ...(trail ? { trail: trail.id } : {}),
  }
}

function review(
  observation: unknown,
  hoursAgo: number,
  more: Partial<ReviewedObservation> = {},
): ReviewedObservation {
  return {
    observation: observation as Observation,
    seq: hoursAgo,
    receivedAt: new Date(FAKE_NOW_MS - hoursAgo * HOUR_MS + 60_000).toISOString(),
    author: { pseudonym: 'Bernadette', association: 'Les Marcheurs du Louts' },
    ...more,
  }
}

export function heritage(trail: TrailEntity | null, at: Position, more: object, hoursAgo = 5) {
  const properties = {
    ...common(trail, hoursAgo),
    kind: 'heritage-point',
    heritageKind: 'lavoir',
    placedBy: 'fix',
    accuracyM: 6,
    ...more,
  }
  const geometry = { type: 'Point', coordinates: at }
  return review({ type: 'Feature', id: newId(), geometry, properties }, hoursAgo)
}

export function report(trail: TrailEntity | null, at: Position, more: object, hoursAgo = 6) {
  const properties = {
    ...common(trail, hoursAgo),
    kind: 'trail-report',
    category: 'balisage',
    magnitude: 1,
    ...more,
  }
  const geometry = { type: 'Point', coordinates: at }
  return review({ type: 'Feature', id: newId(), geometry, properties }, hoursAgo)
}

/** A walk over the whole trail but for its last part. */
export function walk(trail: TrailEntity, covered: readonly IntervalM[], hoursAgo = 8) {
  const lengthM = 4_000
  const coveredM = covered.reduce((sum, [from, to]) => sum + to - from, 0)
  const coverage = coveredM / lengthM
  const assessment: WalkAssessment = {
    rules: '1',
    lengthM: { value: coveredM, uncertainty: 40, method: 'matched-line' },
    movingS: { value: 3_900, uncertainty: 60, method: 'recorded-without-pauses' },
    elapsedS: 4_700,
    ascentM: { value: 96, uncertainty: 15, method: 'smoothed-turning-points' },
    descentM: { value: 95, uncertainty: 15, method: 'smoothed-turning-points' },
    comparison: {
      trailLengthM: lengthM,
      direction: 1,
      coverage,
      coveredM,
      covered,
      supposed: [],
      deviations: [],
      detours: [],
      shortcuts: [],
      gaps: [],
    },
    findings: [
      fakeFinding('CMP-05', trail.geometry.coordinates[10]!, { intervalM: [500, 640], value: 140 }),
    ],
  }
  const coordinates = [trail.geometry.coordinates.slice(0, Math.ceil(81 * coverage))]
  const properties = {
    ...common(trail, hoursAgo),
    kind: 'track',
    source: 'recorder',
    startedAt: new Date(FAKE_NOW_MS - hoursAgo * HOUR_MS).toISOString(),
    fixes: { sha256: 'a'.repeat(64), bytes: 1, mediaType: 'x', count: 4_000 },
    gaps: [],
  }
  const geometry = { type: 'MultiLineString', coordinates }
  return review({ type: 'Feature', id: newId(), geometry, properties }, hoursAgo, { assessment })
}

/** One trail, one walk over most of it, a wash-house and an obstacle. */
export function ordinaryDesk(): FakeDeskData & { readonly trail: TrailEntity } {
  const trail = fakeTrail(newId(), 'Tour de Brassempouy')
  const walked = walk(trail, [[0, 3_980]])
  const lavoir = heritage(trail, [-0.5999, 43.7001], { name: 'Lavoir du Bourg', condition: 'bon' })
  const fallen = report(trail, [-0.59, 43.7], { subtype: 'efface', text: 'Peinture à refaire.' })
  return {
    trail,
    trails: [trail],
    observations: [walked, lavoir, fallen],
    evidence: () => ({
      lineFindings: [],
      walks: [
        {
          observation: walked.observation.id,
          state: 'pending',
          testedAt: walked.receivedAt,
          trailVersion: 1,
          covered: [[0, 4_100]],
          findings: [],
        },
      ],
    }),
  }
}

/** Names of 80 characters and more, three hundred observations on one trail, a hundred trails. */
export function terribleDesk(): FakeDeskData {
  const main = fakeTrail(newId(), LONG_NAME)
  const others = Array.from({ length: 99 }, (_, i) =>
    fakeTrail(
      newId(),
      `${LONG_NAME} n° ${i + 2}`,
      -0.85 + (i % 10) * 0.04,
      43.55 + Math.floor(i / 10) * 0.03,
    ),
  )
  const places = main.geometry.coordinates
  const observations = Array.from({ length: 300 }, (_, i) => {
    const at = places[i % places.length]!
    const name = `Fontaine miraculeuse de Saint-Jean-de-la-Croix-du-Bas-des-Landes-de-Gascogne-${i}`
    if (i % 3 === 0) return walk(main, [[0, 1_000 + i]], i + 1)
    if (i % 3 === 1) return heritage(main, at, { name, text: 'Mot '.repeat(200) }, i + 1)
    return report(
      main,
      at,
      { text: `Sans-espace-${'x'.repeat(300)}`, category: 'inconnue-2031' },
      i + 1,
    )
  })
  const findings = Array.from({ length: 120 }, (_, i) =>
    fakeFinding(i % 2 ? 'GEO-09' : 'ZZZ-99', places[i % places.length]!, {
      severity: i % 2 ? 'error' : 'info',
      value: 31,
      intervalM: [i * 10, i * 10 + 5],
    }),
  )
  return {
    trails: [main, ...others],
    observations,
    evidence: (trail) => ({ walks: [], lineFindings: trail.id === main.id ? findings : [] }),
    devices: Array.from({ length: 40 }, (_, i) => ({
      id: newId(),
      pseudonym: i % 2 ? 'Jean-Baptiste-Maximilien de la Haute-Chalosse et des environs' : 'Jo',
      role: i % 3 ? ('tester' as const) : ('referent' as const),
      association: 'Association des randonneurs et amis du petit patrimoine du canton d’Amou',
      createdAt: '2026-03-01T08:00:00Z',
      ...(i % 5 === 0 ? { revokedAt: '2026-09-01T08:00:00Z' } : {}),
    })),
    quarantine: [
      {
        id: newId(),
        code: 'newer-schema',
        receivedAt: '2026-11-20T09:00:00Z',
        pseudonym: 'Jo',
        json: JSON.stringify({ type: 'Feature', properties: { schema: 9 } }),
      },
      { id: newId(), code: 'something-else', json: `{"x":"${'y'.repeat(3_000)}"}` },
    ],
  }
}
