import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bytesOfChain,
  chainOf,
  type StoredPiece,
} from '../../../../src/server/storage/blobs/pieces.ts'

/** Pieces of the bytes 0, 1, 2…, wherever they begin and end. */
const pieces = fc.array(fc.record({ offset: fc.nat(60), bytes: fc.nat(30), place: fc.uuid() }), {
  maxLength: 12,
})
const contentOf = ({ offset, bytes }: StoredPiece) =>
  Uint8Array.from({ length: bytes }, (_, i) => offset + i)
async function* open(piece: StoredPiece) {
  const whole = contentOf(piece)
  for (let at = 0; at < whole.length; at += 7)
    yield await Promise.resolve(whole.subarray(at, at + 7))
}

describe('pieces of an upload', () => {
  it('[P35] reach as far as there is no gap, and put together are those bytes, each once', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (all) => {
        const chain = chainOf(all)
        const isCovered = (at: number) =>
          all.some(({ offset, bytes }) => offset <= at && at < offset + bytes)
        let end = 0
        while (isCovered(end)) end++
        expect(chain.end).toBe(end)
        const got: number[] = []
        for await (const chunk of bytesOfChain(chain, chain.end, open)) got.push(...chunk)
        expect(got).toEqual(Array.from({ length: end }, (_, i) => i))
      }),
    )
  })
})
