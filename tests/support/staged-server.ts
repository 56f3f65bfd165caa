import { testServer, type TestServer } from './test-server.ts'

/** A server that checks what it receives, in its worker thread. */
export type StagedServer = Omit<TestServer, 'restart'>

export async function stagedServer(
  options: Parameters<typeof testServer>[0] = {},
): Promise<StagedServer> {
  const server = await testServer({ ...options, runsChecks: true })
  return {
    ...server,
    services: server.services,
    app: server.app,
    async dispose() {
      await server.services.assessor.idle()
      await server.dispose()
    },
  }
}
