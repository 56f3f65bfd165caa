// `npm run package:prove [-- --node PATH]`: the package as a server's owner meets it. Makes it, installs it in a
// folder of its own, runs it on the given Node, asks it for one thing of each kind, and measures it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { childEnvironment, nodeBinary, ROOT, run } from './prepare.mjs'

const LIMIT_MB = 200
const START_MS = 120_000
const WALK = join(ROOT, 'tests/fixtures/walks/boucle-du-lavoir-marche.gpx')

const { values } = parseArgs({ options: { node: { type: 'string' } } })
run(process.execPath, [join(ROOT, 'scripts/package.mjs')])
const node = values.node ? resolve(values.node) : nodeBinary()
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const home = mkdtempSync(join(tmpdir(), 'jalon-package-'))
const folder = join(home, `jalon-${version}`)
// Only what a server has: the Node under test, no tool of the project.
const PATH = childEnvironment().PATH.replace(dirname(nodeBinary()), dirname(node))
let failed = 0

try {
  run('tar', ['-xzf', join(ROOT, 'dist', `jalon-${version}.tgz`), '-C', home])
  const started = Date.now()
  run('npm', ['ci', '--omit=dev', '--loglevel=error'], {
    cwd: folder,
    env: { ...process.env, PATH },
  })
  console.log(`npm ci --omit=dev: ${seconds(started)}`)
  const megabytes = sizeOf(folder) / 1e6
  tell(`${megabytes.toFixed(0)} MB installed, of ${LIMIT_MB} at most`, megabytes <= LIMIT_MB)
  await proveServer()
  const inspected = command('inspect', WALK, '--json')
  tell('jalon inspect --json', JSON.parse(inspected.stdout).files[0].points === 1293)
  tell('jalon verify', command('verify').status === 0)
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.exit(failed === 0 ? 0 : 1)

/** One thing of each kind: a page, a style, a font, the app, the worker's and the picture library's work. */
async function proveServer() {
  const port = await freePort()
  const started = Date.now()
  const server = spawn(node, ['server.mjs'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH, PORT: String(port), JALON_DATA: join(home, 'data') },
  })
  const gone = once(server, 'exit')
  const get = (path) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
  while (
    !(await get('/healthz'))?.ok &&
    server.exitCode === null &&
    Date.now() - started < START_MS
  )
    await new Promise((next) => setTimeout(next, 100))
  console.log(`node server.mjs, the demonstration included: ${seconds(started)}`)
  const text = async (path) => (await get(path))?.text() ?? ''
  tell('/healthz', (await get('/healthz'))?.ok)
  tell('/ is a page', (await text('/')).includes('</html>'))
  tell('/public/style.css has the tokens', (await text('/public/style.css')).includes(':root'))
  const font = '/public/fonts/atkinson-hyperlegible-latin-400-normal.woff2'
  tell('a font', (await get(font))?.headers.get('Content-Type') === 'font/woff2')
  const script = /src="(\/app\/assets\/[^"]+\.js)"/.exec(await text('/app/'))?.[1]
  tell('the app and its script', script !== undefined && (await get(script))?.ok)
  // Published only when the checks worker had found nothing against it.
  const trails = JSON.parse((await text('/catalogue/trails.geojson')) || '{}')
  tell('trails that were checked and published', trails.features?.length > 0)
  const photo = /\/catalogue\/photos\/\w+\.jpg/.exec(await text('/catalogue/heritage.geojson'))?.[0]
  const picture = photo && (await get(photo))
  tell('a photo made smaller', picture?.headers.get('Content-Type') === 'image/jpeg')
  server.kill('SIGTERM')
  const [code] = await gone
  tell('it ends well when it is told to', code === 0)
}

function command(...args) {
  const env = { ...process.env, PATH, JALON_DATA: join(home, 'data') }
  return spawnSync(node, [join(folder, 'jalon.mjs'), ...args], { cwd: home, encoding: 'utf8', env })
}

function tell(what, ok) {
  if (!ok) failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`)
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

/** Bytes on the disk, as `du` counts them. */
function sizeOf(path) {
  const found = lstatSync(path)
  const own = found.blocks === undefined ? found.size : found.blocks * 512
  if (!found.isDirectory()) return own
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), own)
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}
