import { createHash, randomBytes } from 'node:crypto'
import type { Decision } from '../../src/domain/catalogue/decision.ts'
import type {
  AnswerEntity,
  HeritageEntity,
  ReportEntity,
  TrailEntity,
} from '../../src/domain/catalogue/entity.ts'
import type { Territory } from '../../src/domain/catalogue/territory.ts'
import { canonicalJson } from '../../src/domain/observation/canonical.ts'
import { uuidV7 } from '../../src/domain/observation/ids.ts'
import type {
  HeritagePointObservation,
  Observation,
  TrackObservation,
  TrailReportObservation,
} from '../../src/domain/observation/observation.ts'

export const TERRITORY = 'essai'
export const AT = '2026-11-20T09:00:00.000Z'

export function newId(atMs = Date.parse(AT)): string {
  return uuidV7(atMs, randomBytes(10))
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

export function aTerritory(id = TERRITORY): Territory {
  return {
    format: 'jalon-territory',
    version: 1,
    id,
    name: { fr: 'Pays d’essai', en: 'Trial country' },
    office: { name: 'Office d’essai' },
    demo: false,
    languages: ['fr', 'en'],
    outline: {
      type: 'Polygon',
      coordinates: [
        [
          [-1, 43],
          [0, 43],
          [0, 44],
          [-1, 44],
          [-1, 43],
        ],
      ],
    },
    communes: [{ code: '40046', name: 'Brassempouy' }],
    map: { centre: [-0.69, 43.63], zoom: 11, services: [] },
    trimEndsM: 200,
    licence: { name: 'Licence Ouverte 2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte' },
  }
}

interface Common {
  readonly device?: string
  readonly trail?: string
  readonly createdAt?: string
}

export function aHeritagePoint(
  more: Common & Partial<HeritagePointObservation['properties']> = {},
  place: number[] = [-0.69, 43.63],
): HeritagePointObservation {
  return {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: place },
    properties: {
      schema: 1,
      territory: TERRITORY,
      device: newId(),
      createdAt: AT,
      kind: 'heritage-point',
      heritageKind: 'lavoir',
      name: 'Lavoir de la Gouaugue',
      ...more,
    },
  }
}

export function aReport(
  more: Common & Partial<TrailReportObservation['properties']> = {},
): TrailReportObservation {
  return {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: [-0.7, 43.64] },
    properties: {
      schema: 1,
      territory: TERRITORY,
      device: newId(),
      createdAt: AT,
      kind: 'trail-report',
      category: 'arbre-tombe',
      magnitude: 1,
      ...more,
    },
  }
}

export function aTrack(
  fixes: TrackObservation['properties']['fixes'],
  more: Common = {},
): TrackObservation {
  return {
    type: 'Feature',
    id: newId(),
    geometry: {
      type: 'MultiLineString',
      coordinates: [
        [
          [-0.69, 43.63],
          [-0.691, 43.631],
        ],
      ],
    },
    properties: {
      schema: 1,
      territory: TERRITORY,
      device: newId(),
      createdAt: AT,
      kind: 'track',
      source: 'recorder',
      fixes,
      gaps: [],
      ...more,
    },
  }
}

export function received(observation: Observation, more: { account?: string } = {}) {
  return {
    observation,
    json: JSON.stringify(observation),
    hash: hashOf(observation),
    account: more.account ?? newId(),
    device: observation.properties.device,
    receivedAt: AT,
  }
}

export function aTrail(
  more: { slug?: string; territory?: string; line?: number[][] } = {},
): TrailEntity {
  return {
    type: 'Feature',
    id: newId(),
    geometry: {
      type: 'LineString',
      coordinates: more.line ?? [
        [-0.69, 43.63],
        [-0.68, 43.64],
      ],
    },
    properties: {
      kind: 'trail',
      territory: more.territory ?? TERRITORY,
      decision: newId(),
      decidedAt: AT,
      attributes: { name: 'Boucle d’essai', slug: more.slug ?? 'boucle-d-essai' },
      version: 1,
      referenceSetAt: AT,
      referenceMethod: 'import',
      waivers: [],
      publications: 0,
    },
  }
}

export function aHeritageEntity(
  more: Partial<HeritageEntity['properties']> = {},
  place: number[] = [-0.69, 43.63],
): HeritageEntity {
  return {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: place },
    properties: {
      kind: 'heritage-point',
      territory: TERRITORY,
      decision: newId(),
      decidedAt: AT,
      heritageKind: 'lavoir',
      photos: [],
      trails: [],
      observations: [],
      ...more,
    },
  }
}

export function aReportEntity(more: Partial<ReportEntity['properties']> = {}): ReportEntity {
  return {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: [-0.7, 43.64] },
    properties: {
      kind: 'trail-report',
      territory: TERRITORY,
      decision: newId(),
      decidedAt: AT,
      category: 'arbre-tombe',
      magnitude: 1,
      photos: [],
      status: 'open',
      observations: [],
      ...more,
    },
  }
}

export function anAnswer(observation: Observation): AnswerEntity {
  const { trail } = observation.properties
  return {
    type: 'Feature',
    id: observation.id,
    geometry: null,
    properties: {
      kind: 'answer',
      territory: TERRITORY,
      decision: newId(),
      decidedAt: AT,
      outcome: 'accepted',
      ...(trail ? { trail } : {}),
    },
  }
}

export function aRefusal(observation: Observation): Decision {
  return {
    type: 'Feature',
    id: newId(),
    geometry: null,
    properties: {
      kind: 'decision',
      schema: 1,
      territory: TERRITORY,
      target: observation.id,
      decidedAt: AT,
      action: 'refuse',
      observation: observation.id,
      reason: 'Déjà réparé.',
    },
  }
}
