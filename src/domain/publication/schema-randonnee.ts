import { defined } from '../observation/defined.ts'
import type { Feature, LineString } from 'geojson'
import { distanceM } from '../geo/plane.ts'
import {
  DIFFICULTY_TERMS,
  MARKINGS,
  PRACTICES,
  ROUTE_TYPE_TERMS,
  THEMES,
  labelOf,
  termOf,
} from '../observation/vocabularies.ts'
import type { Bbox } from './published-geometry.ts'
import type { PublishedHeritage } from './published-points.ts'
import type { PublishedTrail } from './published-trail.ts'

/** One itinerary in the terms of the national schema: names and values are the schema's own. */
export type RandonneeFeature = Omit<Feature<LineString, RandonneeProperties>, 'bbox'> & {
  id: string
  bbox: Bbox
}
export type RandonneeProperties = Readonly<Record<string, unknown>>

export interface RandonneeSource {
  readonly trail: PublishedTrail
  readonly heritage: readonly PublishedHeritage[]
  /** Who publishes, for what names no producer of its own. */
  readonly office: string
  /** An e-mail address; anything else is left out. */
  readonly contact?: string
  /** Address of the trail's public page. */
  readonly url: string
  /** Day of the publication, `2026-11-20`. */
  readonly publishedOn: string
  /** Makes an address of a photo's path whole. */
  readonly absolute: (href: string) => string
}

/** A loop whose ends lie further apart is not one: the schema's readers would draw a hole. */
const LOOP_ENDS_M = 100

/**
 * A published trail in the national exchange format, schema_randonnee 1.1.0 (PnX-SI, Licence Ouverte 2.0),
 * which Geotrek imports. Stricter than the schema: nothing is null, figures are computed from the line,
 * every medium has an address and a licence, texts hold no markup. What is not known is left out.
 */
export function toRandonnee(source: RandonneeSource): RandonneeFeature {
  const { trail } = source
  return {
    type: 'Feature',
    id: trail.id,
    bbox: trail.bbox,
    geometry: trail.geometry,
    properties: defined({
      id_local: trail.properties.slug,
      uuid: trail.id,
      url: source.url,
      producteur: trail.properties.producer ?? source.office,
      contact: emailOf(source.contact),
      nom_itineraire: plain(trail.properties.name),
      ...figuresOf(trail),
      ...placesOf(trail),
      ...wordsOf(trail),
      date_modification: source.publishedOn,
      medias: mediaOf(source),
    }),
  }
}

function figuresOf({ properties }: PublishedTrail): RandonneeProperties {
  return {
    longueur: properties.lengthM,
    duree: Math.round((properties.walkingS / 3600) * 100) / 100,
    denivele_positif: properties.ascentM,
    denivele_negatif: properties.descentM,
    altitude_min: properties.minEleM,
    altitude_max: properties.maxEleM,
  }
}

function placesOf({ properties, geometry }: PublishedTrail): RandonneeProperties {
  const { communes = [], departure, arrival, routeType, name } = properties
  const [first, last] = [geometry.coordinates[0]!, geometry.coordinates.at(-1)!]
  const comesBack = distanceM(first, last) <= LOOP_ENDS_M
  const depart = plain(departure ?? communes[0]?.name ?? name)
  const isBrokenLoop = routeType === 'boucle' && !comesBack
  return {
    type_itineraire: isBrokenLoop ? undefined : termOf(ROUTE_TYPE_TERMS, routeType)?.national,
    depart,
    arrivee: plain(arrival ?? (comesBack ? depart : (communes.at(-1)?.name ?? depart))),
    communes_nom: listed(communes.map((one) => plain(one.name))),
    communes_code: listed(communes.map(({ code }) => code)),
  }
}

/** The schema's readers are French: labels are too. */
function wordsOf({ properties }: PublishedTrail): RandonneeProperties {
  const { practice, difficulty, marking, themes = [], presentation } = properties
  return {
    pratique: practiceOf(practice),
    difficulte: difficulty && labelOf(DIFFICULTY_TERMS, difficulty, 'fr'),
    balisage: marking && labelOf(MARKINGS, marking, 'fr'),
    themes: listed(themes.map((theme) => labelOf(THEMES, theme, 'fr'))),
    instructions: plain(properties.instructions ?? presentation ?? ''),
    presentation: presentation && plain(presentation),
    presentation_courte: properties.shortPresentation && plain(properties.shortPresentation),
    recommandations: properties.advice && plain(properties.advice),
    acces_routier: properties.access && plain(properties.access),
    parking_info: properties.parking && plain(properties.parking),
  }
}

/** Trails are walked unless they say otherwise; a practice the schema does not know is `autre`. */
function practiceOf(practice: string | undefined): string {
  if (practice === undefined) return 'pédestre'
  return termOf(PRACTICES, practice)?.national ?? 'autre'
}

function mediaOf({ heritage, absolute }: RandonneeSource): readonly object[] | undefined {
  const media = heritage.flatMap(({ properties }) =>
    properties.photos.map(({ href, alt }) =>
      defined({
        type_media: 'image',
        url: absolute(href),
        titre: alt ?? properties.name,
        auteur: properties.source,
        licence: properties.licence,
      }),
    ),
  )
  return media.length > 0 ? media : undefined
}

function emailOf(contact: string | undefined): string | undefined {
  return contact !== undefined && /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i.test(contact)
    ? contact
    : undefined
}

/** Several values in one text, as the schema has it; a comma inside a value would make two. */
function listed(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.map((one) => one.replaceAll(',', ' ')).join(', ') : undefined
}

/** The schema's texts hold no markup: tags go, their content stays. */
function plain(text: string): string {
  return text.replace(/<\/?[a-z!][^>]*>?/gi, '').trim()
}
