import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Time for three starts of a process on the quiet two-core machine that the limits were set on, milliseconds. */
const REFERENCE_MS = 150
const STARTS = 3
const MOST = 8

/**
 * Timeout calibration: how many times slower this machine is now than the one that limits were set on, 1 to 8.
 * Measured once, by whoever asks first: its worker processes inherit the answer.
 */
const SLOWNESS = Number((process.env['JALON_SLOWNESS'] ??= String(measure())))

/** A limit for a wait that ends early when all is well, on this machine, milliseconds. */
export const patient = (ms: number): number => Math.round(ms * SLOWNESS)

/**
 * The one limit of every wait in a story, milliseconds. A story waits for what it expects, and goes on as soon as it
 * is there: only what never comes takes so long.
 */
export const WAIT_MS = patient(45_000)

function measure(): number {
  const from = performance.now()
  for (let start = 0; start < STARTS; start++) spawnSync(process.execPath, ['-e', '0'])
  const measured = (performance.now() - from) / REFERENCE_MS
  // With one core, whoever waits and what is waited for take turns.
  const turns = availableParallelism() < 2 ? 2 : 1
  return Math.min(MOST, Math.max(1, measured) * turns)
}
