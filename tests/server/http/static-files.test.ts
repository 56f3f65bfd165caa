import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerFile, readRange } from '../../../src/server/http/answer-file.ts'
import { fileCatalogue } from '../../../src/server/http/file-catalogue.ts'

const BYTES = Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 251))

const LONG = 'p { margin: 0 }\n'.repeat(1_000)

describe('static files', () => {
  let folder: string
  const app = new Hono()
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-files-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'map.pmtiles'), BYTES)
    await writeFile(join(folder, 'long.css'), LONG)
    await writeFile(join(folder, 'assets/app-aB3dE5gH.js'), 'console.log(1)')
    await writeFile(join(folder, 'assets/app-aB3dE5gH.js.br'), 'packed')
    const files = fileCatalogue(folder)
    app.get('/*', (c) => {
      const file = files.get(c.req.path.slice(1))
      return file ? answerFile(c, file, 'no-cache') : c.notFound()
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.request(path, { headers, method })

  it('gives a file with its type, length and an ETag, and 304 to who has it', async () => {
    const first = await get('/map.pmtiles')
    expect(Buffer.from(await first.arrayBuffer())).toEqual(BYTES)
    const etag = first.headers.get('ETag')!
    const hash = createHash('sha256').update(BYTES).digest('base64url').slice(0, 22)
    expect(etag).toBe(`"${hash}"`)
    expect(first.headers.get('Content-Length')).toBe('1000')
    for (const had of [etag, `W/${etag}`, `"x", ${etag}`]) {
      expect((await get('/map.pmtiles', { 'If-None-Match': had })).status).toBe(304)
    }
    expect((await get('/map.pmtiles', { 'If-None-Match': '"x"' })).status).toBe(200)
  })

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=990-', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=900-5000', 900, 999],
    ['bytes=0-0', 0, 0],
  ])('range %s', async (range, start, end) => {
    const response = await get('/map.pmtiles', { Range: range })
    expect(response.status).toBe(206)
    expect(response.headers.get('Content-Range')).toBe(`bytes ${start}-${end}/1000`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES.subarray(start, end + 1))
  })

  it('a range outside the file is 416; nonsense is answered with the whole', async () => {
    for (const range of ['bytes=1000-', 'bytes=5-2', 'bytes=-0']) {
      expect((await get('/map.pmtiles', { Range: range })).status).toBe(416)
    }
    for (const range of ['bytes=a-b', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=-']) {
      expect((await get('/map.pmtiles', { Range: range })).status).toBe(200)
    }
    expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  })

  it('an old range of a file that changed is answered with the whole', async () => {
    const response = await get('/map.pmtiles', { Range: 'bytes=0-1', 'If-Range': '"old"' })
    expect(response.status).toBe(200)
  })

  it('gives the packed twin to who can read it, never as a file of its own', async () => {
    const path = '/assets/app-aB3dE5gH.js'
    const packed = await get(path, { 'Accept-Encoding': 'gzip, br' })
    expect([packed.headers.get('Content-Encoding'), await packed.text()]).toEqual(['br', 'packed'])
    expect(packed.headers.get('Vary')).toBe('Accept-Encoding')
    const plain = await get(path, { 'Accept-Encoding': 'gzip, br;q=0' })
    expect([plain.headers.get('Content-Encoding'), await plain.text()]).toEqual([
      null,
      'console.log(1)',
    ])
    expect((await get(`${path}.br`)).status).toBe(404)
  })

  it('packs long text by itself, once, and leaves the rest as it is', async () => {
    const packed = await get('/long.css', { 'Accept-Encoding': 'br' })
    expect(packed.headers.get('Content-Encoding')).toBe('br')
    const bytes = Buffer.from(await packed.arrayBuffer())
    expect(bytes.length).toBeLessThan(500)
    expect(brotliDecompressSync(bytes).toString()).toBe(LONG)
    expect((await get('/long.css')).headers.get('Content-Encoding')).toBeNull()
    const map = await get('/map.pmtiles', { 'Accept-Encoding': 'br' })
    expect(map.headers.get('Content-Encoding')).toBeNull()
  })

  it('HEAD gives the headers alone', async () => {
    const response = await get('/map.pmtiles', {}, 'HEAD')
    expect(response.headers.get('Content-Length')).toBe('1000')
    expect(await response.text()).toBe('')
  })

  it('a folder that is not there holds nothing', () => {
    expect(fileCatalogue(join(folder, 'absent')).size).toBe(0)
  })
})
