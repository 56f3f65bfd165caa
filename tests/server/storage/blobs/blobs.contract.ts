import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  DamagedBlob,
  type Blobs,
  type StoredBlob,
} from '../../../../src/server/storage/blobs/blobs.ts'

const TERRITORY = 'essai'
const LIMIT = 1_000_000
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A place for blobs, and the way behind its back: what a failing disk does to one of them. */
export interface PlaceForBlobs {
  readonly blobs: Blobs
  /** The same place, as another process uses it. */
  readonly other: Blobs
  readonly spoil: (territory: string, sha256: string, bytes: Uint8Array) => Promise<void>
}

/** What every place for blobs must do. `make` gives a new, empty one each time. */
export function blobsContract(make: () => Promise<PlaceForBlobs>): void {
  let blobs: Blobs
  let other: Blobs
  let spoil: PlaceForBlobs['spoil']
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-blobs-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  beforeEach(async () => {
    ;({ blobs, other, spoil } = await make())
    await blobs.check()
  })

  const append = (sha256: string, offset: number, bytes: Uint8Array, length: number | null) =>
    blobs.append(TERRITORY, sha256, { offset, bytes: [bytes], length, limit: LIMIT })
  const listed = async () => {
    const all: StoredBlob[] = []
    for await (const one of blobs.list()) all.push(one)
    return all
  }

  it('[S10] is sent in pieces, looked up on the way, and whole at the end', async () => {
    const bytes = randomBytes(300_000)
    const sha256 = hashOf(bytes)
    expect(await blobs.progress(TERRITORY, sha256)).toEqual({ offset: 0, complete: false })
    const cut = bytes.subarray(0, 200_000)
    expect(await append(sha256, 0, cut, bytes.length)).toMatchObject({ offset: 200_000 })
    expect(await blobs.progress(TERRITORY, sha256)).toEqual({ offset: 200_000, complete: false })
    expect(await blobs.read(TERRITORY, sha256)).toBeUndefined()
    const wrong = await append(sha256, 5, bytes, bytes.length)
    expect(wrong).toEqual({ ok: false, why: 'offset', offset: 200_000 })
    const done = await append(sha256, 200_000, bytes.subarray(200_000), bytes.length)
    expect(done).toEqual({ ok: true, offset: bytes.length, complete: true })
    expect(await blobs.progress(TERRITORY, sha256)).toEqual({
      offset: bytes.length,
      complete: true,
    })
    expect(Buffer.from((await blobs.read(TERRITORY, sha256))!).equals(bytes)).toBe(true)
    expect(await append(sha256, 0, bytes, bytes.length)).toMatchObject({ complete: true })
    expect((await listed()).map((one) => [one.sha256, one.whole])).toEqual([[sha256, true]])
  })

  it('[S11] bytes that are not that blob are not kept', async () => {
    const bytes = randomBytes(1_000)
    const other = hashOf(randomBytes(10))
    expect(await append(other, 0, bytes, 1_000)).toEqual({ ok: false, why: 'hash' })
    expect(await blobs.progress(TERRITORY, other)).toEqual({ offset: 0, complete: false })
    const file = join(folder, 'other')
    await writeFile(file, bytes)
    expect(await blobs.putFile(TERRITORY, other, file)).toBe(false)
    expect(await listed()).toEqual([])
  })

  it('[S12] more than there may be is refused, and what was there before stays', async () => {
    const bytes = randomBytes(1_000)
    const sha256 = hashOf(bytes)
    await append(sha256, 0, bytes.subarray(0, 400), 1_000)
    const more = await append(sha256, 400, randomBytes(700), 1_000)
    expect(more).toEqual({ ok: false, why: 'too-large' })
    expect(await append(sha256, 400, bytes.subarray(400), 1_000)).toMatchObject({ complete: true })
    const endless = await append(hashOf(Buffer.from('x')), 0, randomBytes(LIMIT + 1), null)
    expect(endless).toEqual({ ok: false, why: 'too-large' })
  })

  it('[S10] without a length, a piece ends the blob; what was cut on the way is gone on with', async () => {
    const bytes = randomBytes(2_000)
    const sha256 = hashOf(bytes)
    async function* cut() {
      yield await Promise.resolve(bytes.subarray(0, 900))
      throw new Error('The line broke.')
    }
    const piece = { offset: 0, bytes: cut(), length: 2_000, limit: LIMIT }
    await expect(blobs.append(TERRITORY, sha256, piece)).rejects.toThrow('The line broke.')
    expect(await blobs.progress(TERRITORY, sha256)).toEqual({ offset: 900, complete: false })
    expect(await append(sha256, 900, bytes.subarray(900), null)).toMatchObject({ complete: true })
  })

  it('[P07] two who send the same blob at once store it once', async () => {
    const bytes = randomBytes(50_000)
    const sha256 = hashOf(bytes)
    const both = [append(sha256, 0, bytes, bytes.length), append(sha256, 0, bytes, bytes.length)]
    expect(await Promise.all(both)).toMatchObject([{ complete: true }, { complete: true }])
    expect(await blobs.put(TERRITORY, bytes)).toBe(sha256)
    expect(await listed()).toHaveLength(1)
  })

  /** Bytes that come when they are let through, as over two slow lines. */
  function slowly(pieces: readonly Uint8Array[]) {
    const gates = pieces.map(() => Promise.withResolvers<void>())
    async function* bytes() {
      for (const [i, piece] of pieces.entries()) {
        await gates[i]!.promise
        yield piece
      }
    }
    return { bytes: bytes(), open: (i: number) => gates[i]!.resolve() }
  }

  it('[P35] [S11] one photo from its start through two processes at once: both say whole, and it is', async () => {
    const bytes = randomBytes(180_000)
    const sha256 = hashOf(bytes)
    const cuts = [bytes.subarray(0, 60_000), bytes.subarray(60_000)]
    const [here, there] = [slowly(cuts), slowly(cuts)]
    const whole = { offset: 0, length: bytes.length, limit: LIMIT }
    const both = [
      blobs.append(TERRITORY, sha256, { ...whole, bytes: here.bytes }),
      other.append(TERRITORY, sha256, { ...whole, bytes: there.bytes }),
    ]
    // Both have looked where to begin before either writes.
    await new Promise((later) => setTimeout(later, 100))
    for (const line of [here, there, there, here]) line.open(line === here ? 0 : 1)
    there.open(0)
    here.open(1)
    expect(await Promise.all(both)).toEqual([
      { ok: true, offset: bytes.length, complete: true },
      { ok: true, offset: bytes.length, complete: true },
    ])
    for (const one of [blobs, other])
      expect(Buffer.from((await one.read(TERRITORY, sha256))!).equals(bytes)).toBe(true)
    expect((await listed()).filter((one) => one.whole)).toHaveLength(1)
  })

  it('[P35] [S10] any process takes any piece', async () => {
    const bytes = randomBytes(90_000)
    const sha256 = hashOf(bytes)
    const cuts = [0, 10_000, 45_000, 45_001, 90_000]
    for (const [i, from] of cuts.slice(0, -1).entries()) {
      const one = i % 2 === 0 ? blobs : other
      expect((await one.progress(TERRITORY, sha256)).offset).toBe(from)
      const piece = {
        offset: from,
        bytes: [bytes.subarray(from, cuts[i + 1])],
        length: 90_000,
        limit: LIMIT,
      }
      expect(await one.append(TERRITORY, sha256, piece)).toMatchObject({
        ok: true,
        offset: cuts[i + 1],
      })
    }
    expect(Buffer.from((await other.read(TERRITORY, sha256))!).equals(bytes)).toBe(true)
    expect(await listed()).toHaveLength(1)
  })

  it('[P06] [S12] what was spoiled is healed by whoever brings its bytes again', async () => {
    const bytes = randomBytes(50_000)
    const file = join(folder, 'good')
    await writeFile(file, bytes)
    const ways = {
      append: (sha256: string) => append(sha256, 0, bytes, bytes.length),
      'in two pieces': async (sha256: string) => {
        await append(sha256, 0, bytes.subarray(0, 20_000), bytes.length)
        expect(await blobs.progress(TERRITORY, sha256, true)).toEqual({
          offset: 20_000,
          complete: false,
        })
        return append(sha256, 20_000, bytes.subarray(20_000), bytes.length)
      },
      put: () => blobs.put(TERRITORY, bytes),
      putFile: (sha256: string) => blobs.putFile(TERRITORY, sha256, file),
    }
    const sha256 = await blobs.put(TERRITORY, bytes)
    for (const [how, heal] of Object.entries(ways)) {
      for (const spoiled of [
        Buffer.from(bytes).fill(0, 100, 200),
        bytes.subarray(0, 10),
        Buffer.alloc(0),
      ]) {
        await spoil(TERRITORY, sha256, spoiled)
        expect(await blobs.progress(TERRITORY, sha256, true), how).toEqual({
          offset: 0,
          complete: false,
        })
        await heal(sha256)
        expect(Buffer.from((await other.read(TERRITORY, sha256))!).equals(bytes), how).toBe(true)
      }
    }
  })

  it('lends a file, streams its bytes, copies from a file', async () => {
    const bytes = randomBytes(70_000)
    const file = join(folder, 'source')
    await writeFile(file, bytes)
    const sha256 = hashOf(bytes)
    expect(await blobs.putFile(TERRITORY, sha256, file)).toBe(true)
    expect(await blobs.putFile(TERRITORY, sha256, file)).toBe(true)
    const lent = await blobs.withFile(TERRITORY, sha256, (path) => readFile(path))
    expect(lent!.equals(bytes)).toBe(true)
    const found = (await blobs.stream(TERRITORY, sha256))!
    expect(found.bytes).toBe(70_000)
    const streamed = Buffer.from(await new Response(found.body).arrayBuffer())
    expect(streamed.equals(bytes)).toBe(true)
    const absent = hashOf(Buffer.from('absent'))
    expect(await blobs.withFile(TERRITORY, absent, (path) => readFile(path))).toBeUndefined()
    expect(await blobs.stream(TERRITORY, absent)).toBeUndefined()
  })

  it('[P06] what was spoiled where it lies is never given whole, and never as good', async () => {
    const bytes = randomBytes(300_000)
    const cases = {
      'one bit': Buffer.from(bytes).fill(bytes.at(-1)! ^ 1, bytes.length - 1),
      'the middle': Buffer.from(bytes).fill(0, 100_000, 100_512),
      'cut short': bytes.subarray(0, 200_000),
      longer: Buffer.concat([bytes, Buffer.alloc(10)]),
      empty: Buffer.alloc(0),
    }
    for (const [how, spoiled] of Object.entries(cases)) {
      const sha256 = await blobs.put(TERRITORY, Buffer.concat([bytes, Buffer.from(how)]))
      await spoil(
        TERRITORY,
        sha256,
        Buffer.concat([spoiled, Buffer.from(how === 'empty' ? '' : how)]),
      )
      await expect(blobs.read(TERRITORY, sha256), how).rejects.toBeInstanceOf(DamagedBlob)
      const found = (await blobs.stream(TERRITORY, sha256))!
      let got = 0
      const reading = (async () => {
        for await (const chunk of found.body as AsyncIterable<Uint8Array>) got += chunk.length
      })()
      await expect(reading, how).rejects.toBeInstanceOf(DamagedBlob)
      expect(got, how).toBeLessThan(Math.max(1, found.bytes))
    }
  })

  it('[S18] removed is gone, whole or not, and removing again is no mistake', async () => {
    const bytes = randomBytes(1_000)
    const sha256 = await blobs.put(TERRITORY, bytes)
    const half = hashOf(Buffer.from('half'))
    await append(half, 0, bytes, 2_000)
    for (const one of [sha256, half, half]) await blobs.remove(TERRITORY, one)
    expect(await listed()).toEqual([])
    expect(await blobs.read(TERRITORY, sha256)).toBeUndefined()
  })

  it('[S19] what was not used lately can be taken away, and nothing else with it', async () => {
    const sha256 = await blobs.put(TERRITORY, randomBytes(1_000))
    const half = hashOf(Buffer.from('half'))
    await append(half, 0, randomBytes(10), 2_000)
    for (const kept of await listed()) expect(await blobs.removeUnused(kept, 0)).toBe(false)
    expect(await listed()).toHaveLength(2)
    const later = Date.now() + 60_000
    for (const kept of await listed()) {
      if (!kept.whole) expect(await blobs.removeUnused(kept, later)).toBe(true)
    }
    expect((await listed()).map((one) => one.sha256)).toEqual([sha256])
  })

  it('[P30] a name that is no hash never becomes a path', async () => {
    for (const name of ['../../etc/passwd', 'ABC', '', `${'a'.repeat(63)}/`]) {
      await expect((async () => blobs.read(TERRITORY, name))()).rejects.toThrow('Not the name')
    }
    await expect((async () => blobs.read('../..', 'a'.repeat(64)))()).rejects.toThrow(
      'Not the name',
    )
  })
}
