import { rm } from 'node:fs/promises'
import { startServer } from './running-server.ts'

/**
 * Playwright's global set-up: a data folder with the demonstration, loaded once; servers of stories start with
 * copies of it. Gives what takes it away again.
 */
export default async function prepareDemo(): Promise<() => Promise<void>> {
  const server = await startServer()
  // Asked to stop, not killed: everything is in the folder, and the compiled code in its cache.
  await server.terminate()
  process.env['JALON_TEST_DEMO'] = server.dataDir
  return () => rm(server.dataDir, { recursive: true, force: true })
}
