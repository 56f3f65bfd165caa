import type { Assessor } from '../checks/assessor.ts'
import type { DeskServices } from '../desk/desk-services.ts'
import type { SyncServices } from '../sync/sync-services.ts'

/** What it takes to fill a store with the demonstration, as phones and the desk would. */
export type DemoServices = DeskServices & SyncServices & { readonly assessor: Assessor }
