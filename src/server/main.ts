import { renderUnicodeCompact } from 'uqr'
import english from '../locales/en/server.json' with { type: 'json' }
import french from '../locales/fr/server.json' with { type: 'json' }
import { translator, type Translate } from '../locales/translate.ts'
import { invite } from './access/invitations.ts'
import { startRetention, type Retention } from './privacy/retention.ts'
import { ALL_ROUTES } from './all-routes.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { createApp } from './http/app.ts'
import { listen, type Listening } from './http/serve.ts'
import type { Services } from './services/services.ts'
import { loadDemo, wantsDemo } from './demo/load-demo.ts'
import { startServices, stopServices } from './services/start-services.ts'
import { codeOf } from './error-code.ts'
import { holdFolder } from './storage/sqlite/hold-folder.ts'
import { mayPass, whyNotOpen } from './why-not-open.ts'

const WORDS = { fr: french, en: english }
/** What starting again would not mend; and what it may, which a service manager tries (`deploy/jalon.service`). */
const EXIT = { wrong: 2, passing: 75 } as const
const JOBS_GRACE_MS = 10_000
/** What the built server runs on; Node itself refuses TypeScript sources below 22.18. */
const NODE_NEEDED = [22, 14] as const

/** Starts everything; a setting or a machine that does not fit ends it with one sentence. */
async function main(): Promise<void> {
  const language = process.env['JALON_LANG'] === 'en' ? 'en' : 'fr'
  const say = translator(WORDS, language)
  if (!nodeIsRecent()) return giveUp(say('start.node-too-old', { version: process.version }))
  const config = settings(say)
  if (!config) return
  const services = await open(config, say)
  if (!services) return
  if (await wantsDemo(services)) await loadDemo(services)
  const app = createApp(services, ALL_ROUTES)
  const listening = await bind(app, config, say)
  if (!listening) return stopServices(services)
  const retention = startRetention(services)
  stopOnSignal({ services, retention, listening, say })
  await greet(services, say)
  // The first visitor should not be the one who waits for the catalogue to be read.
  services.published().catch((error: unknown) => {
    services.log.error({ err: error }, 'the catalogue cannot be read')
  })
  await services.assessor.catchUp()
}

function settings(say: Translate): Config | null {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    giveUp(say(`config.${error.variable}`, { value: error.value }))
    return null
  }
}

async function open(config: Config, say: Translate): Promise<Services | null> {
  try {
    // Held until this process ends; on PostgreSQL, any number of them may share the work.
    if (!config.databaseUrl) process.once('exit', holdFolder(config.dataDir))
    return await startServices(config, { runsChecks: true })
  } catch (error) {
    giveUp(whyNotOpen(error, config, say), exitCodeOf(error))
    return null
  }
}

async function bind(
  app: Parameters<typeof listen>[0],
  config: Config,
  say: Translate,
): Promise<Listening | null> {
  try {
    return await listen(app, config)
  } catch (error) {
    const { host, port } = config
    const isTaken = codeOf(error) === 'EADDRINUSE'
    const reason = codeOf(error)
    giveUp(
      isTaken
        ? say('start.port-taken', { port })
        : say('start.cannot-listen', { host, port, reason }),
    )
    return null
  }
}

/** The address; and, while the office has nobody yet, the two ways in. */
async function greet(services: Services, say: Translate): Promise<void> {
  const { config, store } = services
  const lines = [say('start.listening', { url: config.baseUrl })]
  lines.push(say('start.data', { dir: config.dataDir }))
  const territories = await store.read((tx) => tx.territories.list())
  if (territories.length === 0) lines.push(say('start.no-territory'))
  for (const { id, demo } of territories) {
    if (demo) lines.push(say('start.demo'))
    const staffed = await store.read(
      async ({ people }) =>
        (await people.hasSignedIn(id, 'staff')) || (await people.hasSignedIn(id, 'admin')),
    )
    if (staffed) continue
    // Of a real office, what a service prints stays in the machine's journal: no link that opens it may be there.
    if (!demo && !process.stdout.isTTY) {
      lines.push(say('start.no-staff', { territory: id }))
      continue
    }
    const staff = await invite(services, { territory: id, role: 'staff' })
    const tester = await invite(services, { territory: id, role: 'tester' })
    lines.push('', say('start.staff-link'), `  ${config.baseUrl}${staff.link}`)
    lines.push('', say('start.tester-link'), `  ${config.baseUrl}${tester.link}`)
    lines.push(`  ${say('start.code', { code: tester.code })}`)
    lines.push('', renderUnicodeCompact(`${config.baseUrl}${tester.link}`, { border: 2 }))
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

interface Running {
  readonly services: Services
  readonly retention: Retention
  readonly listening: Listening
  readonly say: Translate
}

/**
 * Requests first, then the jobs that they began, then the store. Whatever is left undone is taken up at the next
 * start. Asked again meanwhile (npm hands a signal on that the whole group got), it goes on as it was.
 */
function stopOnSignal({ services, retention, listening, say }: Running): void {
  let stopping: Promise<void> | null = null
  const stop = async () => {
    process.stdout.write(`${say('start.stopping')}\n`)
    services.events.close()
    await listening.stop()
    await Promise.race([Promise.all([services.assessor.idle(), retention.stop()]), aWhile()])
    await stopServices(services)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping ??= stop().then(() => process.exit(0))
    })
  }
}

/** Long enough for the checks of a few walks; a service manager is not kept waiting longer. */
function aWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, JOBS_GRACE_MS).unref())
}

function nodeIsRecent(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])
}

/** The database went away while the start was reading it: a stack would tell whoever starts it nothing. */
function stopWithWords(error: unknown): void {
  const say = translator(WORDS, process.env['JALON_LANG'] === 'en' ? 'en' : 'fr')
  giveUp(whyNotOpen(error, readConfig(process.env), say), exitCodeOf(error))
}

function exitCodeOf(error: unknown): number {
  return mayPass(error) ? EXIT.passing : EXIT.wrong
}

function giveUp(sentence: string, code: number = EXIT.wrong): void {
  process.exitCode = code
  // A connection that never came about may keep the process for a minute: there is nothing to wait for.
  process.stderr.write(`${sentence}\n`, () => process.exit())
}

await main().catch(stopWithWords)
