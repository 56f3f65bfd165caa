import { accessRoutes } from './access/access-routes.ts'
import { journalRoutes } from './access/journal-routes.ts'
import { keyRoutes } from './access/key-routes.ts'
import { ownDataRoutes } from './privacy/own-data-routes.ts'
import { appFilesRoutes } from './http/app-files-routes.ts'
import { healthRoutes } from './http/health-routes.ts'
import { metricsRoutes } from './http/metrics-routes.ts'
import { openApiRoutes } from './http/openapi-routes.ts'
import type { Routes } from './http/routes.ts'
import type { Services } from './services/services.ts'
import { packRoutes } from './packs/pack-routes.ts'
import { publicRoutes } from './publication/public-routes.ts'
import { catalogueRoutes } from './publication/catalogue-routes.ts'
import { deskRoutes } from './desk/desk-routes.ts'
import { blobRoutes } from './sync/blob-routes.ts'
import { eventsRoutes } from './sync/events-routes.ts'
import { quarantineRoutes } from './sync/quarantine-routes.ts'
import { rescueRoutes } from './sync/rescue-routes.ts'
import { syncRoutes } from './sync/sync-routes.ts'

/** Every address the server answers, in the order they are tried. Add a file of routes here. */
export const ALL_ROUTES: readonly Routes<Services>[] = [
  healthRoutes,
  metricsRoutes,
  openApiRoutes,
  syncRoutes,
  blobRoutes,
  eventsRoutes,
  accessRoutes,
  keyRoutes,
  journalRoutes,
  ownDataRoutes,
  quarantineRoutes,
  rescueRoutes,
  deskRoutes,
  catalogueRoutes,
  publicRoutes,
  packRoutes,
  appFilesRoutes,
]
