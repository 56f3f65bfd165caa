import { runKills } from '../support/kill-run.ts'

/** `npm run bench:kill [-- --kills=50 --seed=1]`: SIGKILLs of the browser while it records (P01, P02). */
const option = (name: string, otherwise: number): number => {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`))
  return found ? Number(found.split('=')[1]) : otherwise
}
const seed = option('seed', 1)
const run = await runKills(option('kills', 50), seed)
console.log(
  `kill: ${run.kills} SIGKILLs (seed ${seed}) · ${run.emitted} fixes told, ${run.acknowledged} acknowledged, ` +
    `${run.lost} of them lost · resumed ${run.resumed}/${run.kills} · ${run.typedGaps} holes typed "killed"`,
)
process.exit(run.lost === 0 && run.resumed === run.kills ? 0 : 1)
