import { uuidV7 } from '../../../src/domain/observation/ids.ts'

/** The n-th id of a test: distinct, valid, in order. */
export function idOf(n: number): string {
  const bytes = new Uint8Array(10)
  new DataView(bytes.buffer).setUint32(6, n)
  return uuidV7(Date.UTC(2026, 4, 1) + n, bytes)
}

export const DEVICE = idOf(1)
export const TRAIL = idOf(2)
export const HASH = 'ab'.repeat(32)

const common = {
  schema: 1,
  territory: 'landes-chalosse',
  trail: TRAIL,
  device: DEVICE,
  createdAt: '2026-05-01T09:30:00Z',
}
const photo = { sha256: HASH, bytes: 120_000, mediaType: 'image/jpeg', alt: 'Le lavoir, côté sud' }

const feature = (n: number, geometry: unknown, properties: object) => ({
  type: 'Feature',
  id: idOf(n),
  geometry,
  properties: { ...common, ...properties },
})

/** One honest record of each kind, as a phone sends it. */
export const SAMPLES = {
  track: feature(
    10,
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [-0.57, 43.75, 61],
          [-0.571, 43.751],
        ],
        [
          [-0.58, 43.76],
          [-0.581, 43.761],
        ],
      ],
    },
    {
      kind: 'track',
      source: 'recorder',
      startedAt: '2026-05-01T08:00:00Z',
      endedAt: '2026-05-01T09:30:00.250Z',
      fixes: {
        sha256: HASH,
        bytes: 90_000,
        mediaType: 'application/vnd.jalon.fixes+json',
        count: 5400,
      },
      gaps: [{ reason: 'hidden', fromAt: '2026-05-01T08:40:00Z' }],
    },
  ),
  'heritage-point': feature(
    11,
    { type: 'Point', coordinates: [-0.5, 43.7] },
    {
      kind: 'heritage-point',
      heritageKind: 'lavoir',
      name: 'Lavoir de Lahourcade',
      condition: 'moyen',
      materials: ['pierre', 'tuile'],
      placedBy: 'averaged',
      accuracyM: 4.5,
      photos: [photo],
    },
  ),
  'trail-report': feature(
    12,
    {
      type: 'LineString',
      coordinates: [
        [-0.5, 43.7],
        [-0.501, 43.7],
      ],
    },
    {
      kind: 'trail-report',
      category: 'vegetation',
      subtype: 'ronces',
      magnitude: 1,
      text: 'Ronces sur 80 m.',
    },
  ),
  'all-clear': feature(
    13,
    { type: 'Point', coordinates: [-0.5, 43.7] },
    { kind: 'all-clear', scope: 'here' },
  ),
  'trail-test': feature(14, null, {
    kind: 'trail-test',
    trailVersion: 2,
    coverage: 0.97,
    direction: -1,
    verdict: 'avec-reserves',
    answers: { balisage: 'insuffisant' },
  }),
} as const

/** A deep copy of a sample with one member replaced, named by its path. */
export function withMember(
  kind: keyof typeof SAMPLES,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const copy = structuredClone(SAMPLES[kind]) as unknown as Record<string, unknown>
  const names = path.split('.')
  const last = names.pop()!
  let holder = copy
  for (const name of names) holder = holder[name] as Record<string, unknown>
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}
