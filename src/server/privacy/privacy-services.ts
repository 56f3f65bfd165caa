import type { Logger } from 'pino'
import type { AccessServices } from '../access/access-services.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { PhotoFiles } from '../storage/blobs/photo-files.ts'

/** What it takes to erase and to export. */
export interface PrivacyServices extends AccessServices {
  readonly blobs: Blobs
  readonly photos: PhotoFiles
  readonly events: { moved(territory: string): void }
  readonly log: Logger
}
