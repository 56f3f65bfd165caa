import { createAssessor, type Assessor } from '../checks/assessor.ts'
import { workerPool } from '../checks/worker-pool.ts'
import { rememberedEvidence } from '../evidence/evidence-cache.ts'
import { trailStatuses } from '../review/trail-statuses.ts'
import type { Services } from './services.ts'

/** What follows reception: checks in a worker thread, and statuses computed from the evidence. */
export interface Stages {
  readonly assessor: Assessor
  stop(): Promise<void>
}

/** Plugs the stages after reception into the hooks, and takes up what was left undone. */
export function startStages(services: Services): Stages {
  const pool = workerPool()
  const assessor = createAssessor(services, pool)
  const evidenceOf = rememberedEvidence()
  Object.assign(services.hooks, {
    onObservations: assessor.received,
    onReference: assessor.referenceChanged,
    onAnswer: assessor.answered,
    readFile: (bytes) => pool.run({ kind: 'read-file', bytes }),
    openRescue: (bytes) => pool.run({ kind: 'open-rescue', bytes }),
    trailStatuses: (tx, territory, trails) =>
      trailStatuses(tx, territory, trails, services.nowMs(), evidenceOf),
  } satisfies Services['hooks'])
  return { assessor, stop: pool.stop }
}
