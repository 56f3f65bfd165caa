/**
 * `npm run bench:chaos [-- --seed N --kills N --phones N --engine sqlite|postgres]`: a fleet of phones, a
 * network that lies, a server killed again and again. Fails when anything receipted is lost or doubled.
 */
import { parseArgs } from 'node:util'
import { chaosStory } from '../support/chaos-story.ts'
import { startPostgres } from '../support/postgres.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '50' },
    phones: { type: 'string', default: '20' },
    records: { type: 'string', default: '30' },
    life: { type: 'string', default: '1500' },
    engine: { type: 'string' },
  },
})
const engines = values.engine ? [values.engine] : ['sqlite', 'postgres']
let failed = false

for (const engine of engines) {
  const postgres = engine === 'postgres' ? await startPostgres({ fsync: true }) : undefined
  try {
    const outcome = await chaosStory({
      seed: Number(values.seed),
      phones: Number(values.phones),
      kills: Number(values.kills),
      recordsPerPhone: Number(values.records),
      longestLifeMs: Number(values.life),
      ...(postgres ? { databaseUrl: await postgres.database() } : {}),
    })
    const { lost, doubled, leftOnPhones, notConverged, lies } = outcome
    const bad = lost.length + doubled.length + leftOnPhones + notConverged
    failed ||= bad > 0 || outcome.receipted !== outcome.queued
    console.log(
      [
        `${engine}${postgres ? ` ${postgres.version}` : ''}, seed ${values.seed}:`,
        `  ${values.phones} phones, ${outcome.kills} kills, ${Math.round(outcome.tookMs / 1_000)} s`,
        `  queued ${outcome.queued}, receipted ${outcome.receipted}, trails decided ${outcome.trailsDecided}`,
        `  receipted and lost ${lost.length}, doubled ${doubled.length}, left on phones ${leftOnPhones}, phones that disagree ${notConverged}`,
        `  on the way: ${[...lies].map(([lie, times]) => `${lie} ${times}`).join(', ')}`,
        ...[...lost, ...doubled].slice(0, 10),
      ].join('\n'),
    )
  } finally {
    await postgres?.stop()
  }
}
process.exitCode = failed ? 1 : 0
