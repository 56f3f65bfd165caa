import type { AccessServices } from '../access/access-services.ts'
import type { PhotoFiles } from '../storage/blobs/photo-files.ts'
import type { PageCache } from './page-cache.ts'
import type { ReadPublished } from './published-reader.ts'

/** What it takes to show the catalogue to the world. */
export interface PublicationServices extends AccessServices {
  readonly photos: PhotoFiles
  /** The catalogue as the world may see it now. */
  readonly published: ReadPublished
  readonly pages: PageCache
}
