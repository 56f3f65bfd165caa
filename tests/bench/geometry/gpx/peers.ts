import { createRequire } from 'node:module'
import { gpx as togeojson } from '@tmcw/togeojson'
import { parseGPXWithCustomParser } from '@we-gold/gpxjs'
import { DOMParser as XmldomParser } from '@xmldom/xmldom'
import type { FeatureCollection, Geometry } from 'geojson'
import { DOMParser as LinkedomParser } from 'linkedom'
import { readFile } from '../../../../src/domain/formats/read-file.ts'

/** A reader of GPX in this process: the bytes of a file in, how many track points it kept out. */
export interface Peer {
  readonly name: string
  readonly read: (bytes: Uint8Array) => number
}

const require = createRequire(import.meta.url)
const versionOf = (name: string): string => {
  const { version } = require(`../../../../node_modules/${name}/package.json`) as {
    version: string
  }
  return `${name} ${version}`
}
/** What each of them is given by whoever reads a file in a browser. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export const OURS = 'Jalon'

export const PEERS: readonly Peer[] = [
  { name: OURS, read: readOurs },
  {
    name: `${versionOf('@tmcw/togeojson')}, ${versionOf('@xmldom/xmldom')}`,
    read: (bytes) => {
      const dom = new XmldomParser().parseFromString(textOf(bytes), 'text/xml')
      return pointsOf(togeojson(dom))
    },
  },
  {
    name: `${versionOf('@tmcw/togeojson')}, ${versionOf('linkedom')}`,
    read: (bytes) => pointsOf(togeojson(linkedom(textOf(bytes)))),
  },
  {
    name: `${versionOf('@we-gold/gpxjs')}, ${versionOf('linkedom')}`,
    read: (bytes) => {
      const [file, error] = parseGPXWithCustomParser(textOf(bytes), linkedom)
      if (error) throw error
      return file.tracks.reduce((sum, { points }) => sum + points.length, 0)
    },
  },
  {
    name: `${versionOf('gpxparser')}, jsdom`,
    read: (bytes) => {
      const reader = new (gpxParser())()
      reader.parse(textOf(bytes))
      return reader.tracks.reduce((sum, { points }) => sum + points.length, 0)
    },
  },
]

function readOurs(bytes: Uint8Array): number {
  const { file, refusal } = readFile(bytes)
  if (refusal) throw new Error(`refused: ${refusal.code}`)
  return file.tracks
    .flatMap(({ track }) => track.segments)
    .reduce((sum, { length }) => sum + length, 0)
}

function linkedom(text: string): Document {
  return new LinkedomParser().parseFromString(text, 'text/xml') as unknown as Document
}

/** It puts a whole window into the process: only when it is asked for. */
function gpxParser() {
  return require('gpxparser') as new () => {
    readonly tracks: readonly { readonly points: readonly unknown[] }[]
    parse(text: string): void
  }
}

function pointsOf(file: FeatureCollection<Geometry | null>): number {
  return file.features.reduce((sum, { geometry }) => {
    if (geometry?.type === 'LineString') return sum + geometry.coordinates.length
    if (geometry?.type === 'MultiLineString') return sum + geometry.coordinates.flat().length
    return sum
  }, 0)
}
