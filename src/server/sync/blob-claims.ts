import type { BlobClaim, StoreTransaction } from '../storage/store.ts'

/**
 * A reference never outlives its right: who names raw fixes or a voice that somebody else's record named before has no
 * claim on them, so that they go when their author asks for that, and open for nobody.
 * @param shared what anybody may name: photos, and what has just come, which can be nobody's yet
 */
export async function ownClaims(
  tx: StoreTransaction,
  territory: string,
  records: readonly { readonly id: string; readonly account: string }[],
  claims: readonly BlobClaim[],
  shared: ReadonlySet<string>,
): Promise<readonly BlobClaim[]> {
  const accounts = new Map(records.map(({ id, account }) => [id, account]))
  const kept: BlobClaim[] = []
  for (const claim of claims) {
    const names = shared.has(claim.sha256) ? [] : await tx.blobs.namedBy(territory, claim.sha256)
    const others = (await tx.observations.getMany(territory, names)).filter(
      ({ observation }) => observation.id !== claim.observation,
    )
    const isOwn =
      others.length === 0 ||
      others.some(({ account }) => account === accounts.get(claim.observation))
    if (isOwn) kept.push(claim)
  }
  return kept
}

/**
 * Blobs of records sent again that no record names: a server that did not know their member stored the
 * record without them. What was erased stays as it is.
 */
export async function claimedByNobody(
  tx: StoreTransaction,
  territory: string,
  claims: readonly BlobClaim[],
): Promise<readonly BlobClaim[]> {
  const rows = await tx.blobs.getMany(
    territory,
    claims.map(({ sha256 }) => sha256),
  )
  const free = new Set<string>()
  for (const { sha256, erasedAt } of rows)
    if (erasedAt === undefined && (await tx.blobs.namedBy(territory, sha256)).length === 0)
      free.add(sha256)
  return claims.filter(({ sha256 }) => free.has(sha256))
}
