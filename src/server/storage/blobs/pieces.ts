/** Bytes of an upload that stopped before its end: what one request brought, from an offset on. */
export interface StoredPiece {
  readonly offset: number
  readonly bytes: number
  /** Where it is kept: a file, or the name of an object. */
  readonly place: string
}

/** Where pieces of unfinished uploads are kept: every process that may get the next one must see it. */
export interface PieceStore {
  list(territory: string, sha256: string): Promise<readonly StoredPiece[]>
  open(piece: StoredPiece): AsyncIterable<Uint8Array>
  /** Keeps what a request brought before it ended, as other processes see it. */
  keep(territory: string, sha256: string, piece: StoredPiece): Promise<void>
  remove(pieces: readonly StoredPiece[]): Promise<void>
}

/** Pieces that follow one another from the start, and how far they reach. They may overlap: two processes, one photo. */
export interface PieceChain {
  readonly end: number
  readonly pieces: readonly StoredPiece[]
}

/** Greedy interval cover: of the pieces that begin where the last one ended or before, the one that reaches farthest. */
export function chainOf(stored: readonly StoredPiece[]): PieceChain {
  const pieces: StoredPiece[] = []
  let end = 0
  for (;;) {
    let next: StoredPiece | undefined
    for (const piece of stored) {
      const reach = piece.offset + piece.bytes
      if (piece.offset > end || reach <= end) continue
      if (!next || reach > next.offset + next.bytes) next = piece
    }
    if (!next) return { end, pieces }
    pieces.push(next)
    end = next.offset + next.bytes
  }
}

/** The bytes of a chain up to `end`, each once. */
export async function* bytesOfChain(
  chain: PieceChain,
  end: number,
  open: PieceStore['open'],
): AsyncIterable<Uint8Array> {
  let at = 0
  for (const piece of chain.pieces) {
    let from = piece.offset
    for await (const chunk of open(piece)) {
      const start = Math.max(0, at - from)
      const stop = Math.min(chunk.length, end - from, piece.offset + piece.bytes - from)
      if (stop > start) {
        yield chunk.subarray(start, stop)
        at = from + stop
      }
      from += chunk.length
    }
  }
}
