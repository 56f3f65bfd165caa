import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PMTiles } from 'pmtiles'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDecision } from '../../src/domain/catalogue/decision.ts'
import { territory } from '../../src/domain/catalogue/territory.ts'
import { parseObservation } from '../../src/domain/observation/parse-observation.ts'
import {
  ACCESS,
  CONDITIONS,
  HERITAGE_KINDS,
  MARKINGS,
  REPORT_CATEGORIES,
  TEST_SHEET,
  termOf,
  THEMES,
} from '../../src/domain/observation/vocabularies.ts'

const ROOT = join(import.meta.dirname, '../..')
const COMMITTED = join(ROOT, 'data/demo')
const LARGEST_BYTES = 3_000_000

type Properties = Record<string, unknown> & { kind: string }
interface Line {
  readonly record: { readonly properties: Properties }
}

async function logOf(folder: string): Promise<Line[]> {
  const text = await readFile(join(folder, 'log.ndjson'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

async function openMap(folder: string): Promise<PMTiles> {
  const bytes = await readFile(join(folder, 'map.pmtiles'))
  return new PMTiles({
    getKey: () => folder,
    getBytes: (offset, length) =>
      Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
  })
}

describe('the demonstration’s files', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-demo-'))
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/make-demo.ts'), folder])
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are what the script makes, but for how the pictures are compressed', async () => {
    const withoutPhotos = (lines: Line[]) =>
      lines.map(({ record, ...line }) => ({
        ...line,
        record: { ...record, properties: { ...record.properties, photos: undefined } },
      }))
    expect(withoutPhotos(await logOf(folder))).toEqual(withoutPhotos(await logOf(COMMITTED)))
    const fixes = async (of: string) =>
      (await readdir(join(of, 'blobs'))).filter((name) => name.endsWith('.fixes')).sort()
    expect(await fixes(folder)).toEqual(await fixes(COMMITTED))
    for (const name of ['people.json', 'territory.json']) {
      expect(await readFile(join(folder, name), 'utf8')).toBe(
        await readFile(join(COMMITTED, name), 'utf8'),
      )
    }
  })

  it('have the map that the script draws, whatever packed it', async () => {
    const [made, kept] = await Promise.all([openMap(folder), openMap(COMMITTED)])
    const { numAddressedTiles, minLon, maxLat } = await kept.getHeader()
    expect((await made.getHeader()).numAddressedTiles).toBe(numAddressedTiles)
    for (const z of [8, 10, 13]) {
      const x = Math.floor(((minLon + 0.3 + 180) / 360) * 2 ** z)
      const sin = Math.sin(((maxLat - 0.15) * Math.PI) / 180)
      const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z)
      const tile = await kept.getZxy(z, x, y)
      expect(tile!.data.byteLength).toBeGreaterThan(500)
      expect(Buffer.from((await made.getZxy(z, x, y))!.data)).toEqual(Buffer.from(tile!.data))
    }
  })

  it('are small, and every blob is named by a record', async () => {
    const log = await readFile(join(COMMITTED, 'log.ndjson'), 'utf8')
    let bytes = log.length
    for (const name of await readdir(join(COMMITTED, 'blobs'))) {
      bytes += (await readFile(join(COMMITTED, 'blobs', name))).length
      const isNamed = log.includes(name.split('.')[0]!)
      // A drawing may wait for a place to be told of; a walk is always told.
      if (name.endsWith('.fixes')) expect(isNamed, name).toBe(true)
    }
    expect(bytes).toBeLessThan(LARGEST_BYTES)
  })

  it('hold nothing that a phone or the desk could not have sent', async () => {
    for (const { record } of await logOf(COMMITTED)) {
      const isDecision = record.properties.kind === 'decision'
      expect((isDecision ? parseDecision(record) : parseObservation(record)).ok).toBe(true)
    }
    const raw = JSON.parse(await readFile(join(COMMITTED, 'territory.json'), 'utf8')) as unknown
    expect(territory.parse(raw)).toMatchObject({ demo: true, id: 'landes-chalosse' })
  })

  it('use only codes that the vocabularies have', async () => {
    const answers = new Map(
      TEST_SHEET.flatMap((question) =>
        (question.items ?? [question]).map(({ id }) => [
          id,
          question.answers.map((answer) => answer.id),
        ]),
      ),
    )
    for (const { record } of await logOf(COMMITTED)) {
      const said = record.properties as Record<string, string | undefined>
      for (const [field, list] of [
        ['heritageKind', HERITAGE_KINDS],
        ['condition', CONDITIONS],
        ['access', ACCESS],
        ['category', REPORT_CATEGORIES],
      ] as const) {
        if (said[field] !== undefined) expect(termOf(list, said[field]), said[field]).toBeDefined()
      }
      const { attributes, answers: given } = record.properties as {
        attributes?: { marking?: string; themes?: string[] }
        answers?: Record<string, string>
      }
      if (attributes?.marking) expect(termOf(MARKINGS, attributes.marking)).toBeDefined()
      for (const theme of attributes?.themes ?? []) expect(termOf(THEMES, theme)).toBeDefined()
      for (const [question, answer] of Object.entries(given ?? {})) {
        expect(answers.get(question), `${question}: ${answer}`).toContain(answer)
      }
    }
  })
})
