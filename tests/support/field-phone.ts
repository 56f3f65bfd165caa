import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPhoneBrowser, type PhoneBrowser } from './phone-browser.ts'
import { startServer, type RunningServer } from './running-server.ts'

const SCREEN = { width: 390, height: 844 }

/** One phone beside a server of its own; both end with the story. */
export interface FieldPhone {
  readonly server: RunningServer
  /** Where the browser keeps what it has: it outlives a kill. */
  readonly profile: string
  readonly phone: () => PhoneBrowser
  /** Kills the browser, if it lives, and starts it again on what it had. `null`: with its own clock. */
  readonly reopen: (atMs: number | null) => Promise<PhoneBrowser>
  readonly dispose: () => Promise<void>
}

export async function openFieldPhone(startMs: number | null): Promise<FieldPhone> {
  const server = await startServer()
  const profile = await mkdtemp(join(tmpdir(), 'jalon-field-'))
  const open = async (atMs: number | null) => {
    const phone = await openPhoneBrowser(profile, server.url, atMs)
    await phone.page.setViewportSize(SCREEN)
    return phone
  }
  let phone = await open(startMs)
  return {
    server,
    profile,
    phone: () => phone,
    async reopen(atMs) {
      await phone.kill()
      phone = await open(atMs)
      return phone
    },
    async dispose() {
      await phone.kill()
      await server.dispose()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
