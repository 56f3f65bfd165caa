import type { AccessServices } from '../access/access-services.ts'
import type { Assessor } from '../checks/assessor.ts'
import type { ChecksServices } from '../checks/checks-services.ts'
import type { WorkerPool } from '../checks/worker-pool.ts'
import type { DemoServices } from '../demo/demo-services.ts'
import type { DeskServices } from '../desk/desk-services.ts'
import type { HttpServices } from '../http/http-services.ts'
import type { PackServices } from '../packs/pack-services.ts'
import type { PrivacyServices } from '../privacy/privacy-services.ts'
import type { PublicationServices } from '../publication/publication-services.ts'
import type { SyncServices } from '../sync/sync-services.ts'

/**
 * Dependency injection without a framework: the sum of the slices that the rooms declare, built once in
 * `start-services.ts` and handed to every `*-routes.ts`. No room imports this file: each knows its own slice.
 */
export type Services = HttpServices &
  PackServices &
  AccessServices &
  ChecksServices &
  PublicationServices &
  SyncServices &
  PrivacyServices &
  DeskServices &
  DemoServices & {
    readonly assessor: Assessor
    /** The worker threads of the checks: started with their first job, stopped with the services. */
    readonly workers: WorkerPool
  }
