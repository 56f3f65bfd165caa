import type { RescueOutcome } from '../../domain/formats/open-rescue.ts'
import type { AccessServices } from '../access/access-services.ts'
import type { EvidenceServices } from '../evidence/create-evidence.ts'
import type { Metrics } from '../http/metrics.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { PhotoFiles } from '../storage/blobs/photo-files.ts'
import type { HeadEvents } from './head-events.ts'
import type { Intake } from './receive-records.ts'

/** What it takes to receive from phones and to answer them. */
export interface SyncServices extends AccessServices, EvidenceServices {
  readonly blobs: Blobs
  /** Photos as others may see them: encoded again, without metadata. */
  readonly photos: PhotoFiles
  readonly events: HeadEvents
  readonly intake: Intake
  /** Opens a phone's rescue file, away from the server's own thread. */
  readonly openRescue: (bytes: Uint8Array) => Promise<RescueOutcome>
  readonly metrics: Metrics
  /** Which server this is, and which of its lives: a restored backup starts a new one. */
  readonly identity: { readonly server: string; readonly epoch: string }
}
