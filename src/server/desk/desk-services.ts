import type { Assessor } from '../checks/assessor.ts'
import type { ReadOutcome } from '../../domain/formats/parsed-file.ts'
import type { EvidenceServices } from '../evidence/create-evidence.ts'
import type { PrivacyServices } from '../privacy/privacy-services.ts'
import type { TerrainModels } from '../terrain/terrain-models.ts'

/** What the desk needs of the server. */
export interface DeskServices extends PrivacyServices, EvidenceServices {
  readonly terrainModels: TerrainModels
  readonly assessor: Pick<Assessor, 'referenceChanged' | 'answered'>
  /** Reads a file of a trail, away from the server's own thread. */
  readonly readFile: (bytes: Uint8Array) => Promise<ReadOutcome>
}
