import type { App } from 'vue'
import { SERVICES, type AppServices } from '../../src/app/services/app-services.ts'

/** Gives an app the part of the services that a test is about; what is not given must not be used. */
export function provideServices(app: App, part: Partial<AppServices>): App {
  return app.provide(SERVICES, part as AppServices)
}
