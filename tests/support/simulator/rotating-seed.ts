/**
 * The seed of today's simulated walks: another one each day, so that no constant gets tuned to it,
 * and the same one all day, so that a failure can be repeated. `JALON_SEED` overrides it; it is
 * printed with every run.
 */
export function rotatingSeed(): number {
  const given = Number(process.env.JALON_SEED)
  const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Date.now() / 86_400_000)
  console.info(`simulated walks: JALON_SEED=${seed}`)
  return seed
}
