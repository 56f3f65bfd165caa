import { join } from 'node:path'
import { pino } from 'pino'
import { monotonicIds } from '../../domain/observation/ids.ts'
import type { Config } from '../config.ts'
import { errorWithoutData } from '../error-without-data.ts'
import { newId } from '../new-id.ts'
import { createMetrics } from '../http/metrics.ts'
import { createAssessor, NO_ASSESSOR } from '../checks/assessor.ts'
import { workerPool } from '../checks/worker-pool.ts'
import { createEvidence } from '../evidence/create-evidence.ts'
import { createPageCache } from '../publication/page-cache.ts'
import { createPublishedReader } from '../publication/published-reader.ts'
import { createIntake } from '../sync/receive-records.ts'
import type { Services } from './services.ts'
import { blobFiles } from '../storage/blobs/blob-files.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import { photoFiles } from '../storage/blobs/photo-files.ts'
import { watchedBlobs } from '../storage/blobs/watched-blobs.ts'
import { s3Blobs } from '../storage/blobs/s3-blobs.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'
import { watchedStore } from '../storage/watched-store.ts'
import { headEvents } from '../sync/head-events.ts'
import { openTerrainModels } from '../terrain/terrain-models.ts'

export interface StartOptions {
  /** Whether what is received is checked; the command line and many tests only read and write. */
  readonly runsChecks?: boolean
  /** The clock of the server. */
  readonly nowMs?: () => number
}

/** Composition root: opens the store and all that stands on it, for the server, the command line, and tests. */
export async function startServices(
  config: Config,
  { runsChecks = false, nowMs = Date.now }: StartOptions = {},
): Promise<Services> {
  const metrics = createMetrics()
  const log = createLog(config)
  const blobs = watchedBlobs(blobsOf(config), ({ territory, sha256 }) => {
    metrics.blobDamaged()
    log.error({ territory, sha256 }, 'a stored file is damaged')
    // Its phone is asked for it again (rule S12).
    const at = new Date().toISOString()
    store
      .transaction((tx) => tx.blobs.markDamaged(territory, sha256, at))
      .catch((err: unknown) => log.error({ err }, 'a damaged file could not be noted'))
  })
  await blobs.check()
  const terrainModels = await openTerrainModels(config.terrainFile)
  const store = watchedStore(await openStore(config), (code) => metrics.databaseFailed(code))
  const identity = await identityOf(store).catch(async (error: unknown) => {
    // Connections left open would keep the process waiting, with nothing to wait for.
    await store.close()
    throw error
  })
  const newIdInOrder = monotonicIds(Date.now, () => crypto.getRandomValues(new Uint8Array(10)))
  const outside = { nowMs, newId: newIdInOrder }
  const basis = { config, store, blobs, log, metrics, ...outside, identity, terrainModels }
  const events = headEvents(store)
  const evidence = createEvidence()
  const workers = workerPool()
  const assessor = runsChecks
    ? createAssessor({ ...basis, events, evidence }, workers)
    : NO_ASSESSOR
  return {
    ...{ ...basis, events, evidence, workers, assessor },
    photos: photoFiles(join(config.dataDir, 'photos'), blobs),
    intake: createIntake({ ...basis, events, assessor }),
    published: createPublishedReader(basis),
    pages: createPageCache(),
    readFile: (bytes) => workers.run({ kind: 'read-file', bytes }),
    openRescue: (bytes) => workers.run({ kind: 'open-rescue', bytes }),
  }
}

function createLog({ logLevel }: Config): Services['log'] {
  return pino({
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorWithoutData },
  })
}

/** Blobs in the configured bucket, else in files of the data folder. */
function blobsOf({ dataDir, s3 }: Config): Blobs {
  return s3 ? s3Blobs(s3, join(dataDir, 'incoming')) : blobFiles(join(dataDir, 'blobs'))
}

export async function stopServices({ events, workers, store }: Services): Promise<void> {
  events.close()
  await workers.stop()
  await store.close()
}

/** Given once, at the first start. A restored backup keeps the server's id and starts a new epoch. */
async function identityOf(store: Store): Promise<Services['identity']> {
  const known = await store.read(async ({ meta }) => ({
    server: await meta.get('server'),
    epoch: await meta.get('epoch'),
  }))
  if (known.server !== undefined && known.epoch !== undefined) {
    return { server: known.server, epoch: known.epoch }
  }
  return store.transaction(async ({ meta }) => ({
    server: await meta.setOnce('server', newId()),
    epoch: await meta.setOnce('epoch', newId()),
  }))
}
