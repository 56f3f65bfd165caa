import { startStages, type Stages } from '../../src/server/services/stages.ts'
import { testServer, type TestServer } from './test-server.ts'

/** A server whose stages after reception run: checks in their worker thread, statuses, the desk. */
export interface StagedServer extends Omit<TestServer, 'restart'> {
  readonly stages: Stages
}

export async function stagedServer(
  options: Parameters<typeof testServer>[0] = {},
): Promise<StagedServer> {
  const server = await testServer(options)
  const stages = startStages(server.services)
  return {
    ...server,
    services: server.services,
    app: server.app,
    stages,
    async dispose() {
      await stages.assessor.idle()
      await stages.stop()
      await server.dispose()
    },
  }
}
