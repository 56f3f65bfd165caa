/**
 * One reader, one file, in a process of its own: `node read-one.ts PEER FILE WARM-UP-FILE ROUNDS`. Prints
 * `{points, ms}` or `{error}`; a reader that hangs or dies takes nothing else with it.
 */
import { readFileSync } from 'node:fs'
import { PEERS } from './peers.ts'

const [, , name, file, warmUp, rounds] = process.argv
const peer = PEERS.find((one) => one.name === name)!
// What a reader prints of its own must not end up in the answer.
for (const noise of ['log', 'warn', 'error'] as const) console[noise] = () => undefined

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

try {
  const bytes = readFileSync(file!)
  if (warmUp) {
    const small = readFileSync(warmUp)
    for (let k = 0; k < 5; k += 1) peer.read(small)
  }
  let ms = Infinity
  let points = 0
  const startedMs = performance.now()
  for (let k = 0; k < Number(rounds) && performance.now() - startedMs < 15_000; k += 1) {
    const fromMs = performance.now()
    points = peer.read(bytes)
    ms = Math.min(ms, performance.now() - fromMs)
  }
  answer({ points, ms })
} catch (error) {
  answer({ error: error instanceof Error ? error.message.split('\n')[0]!.slice(0, 80) : 'failed' })
}
