import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appFilesOf } from '../../../src/server/http/app-files-routes.ts'
import { createApp } from '../../../src/server/http/app.ts'
import type { App } from '../../../src/server/http/routes.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

describe('the app while it is being built', () => {
  let folder: string
  let server: TestServer
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-app-'))
    server = await testServer()
  })
  afterEach(async () => {
    await server.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  const build = async (name: string, last = true) => {
    await mkdir(join(folder, 'assets'), { recursive: true })
    await writeFile(join(folder, `assets/app-${name}.js`), `console.log('${name}')`)
    await writeFile(join(folder, `assets/app-${name}.js.gz`), `packed ${name}`)
    await writeFile(
      join(folder, 'index.html'),
      `<script src="/app/assets/app-${name}.js"></script>`,
    )
    if (last) await writeFile(join(folder, 'service-worker.js'), `// ${name}`)
  }
  const empty = () => rm(folder, { recursive: true, force: true })
  const started = () => createApp(server.services, [appFilesOf(folder)])
  const get = (app: App, path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers })
  const textOf = async (app: App, path: string) => {
    const answer = await get(app, path)
    return [answer.status, await answer.text()]
  }

  it('keeps serving the former one, whole, until the next start', async () => {
    await build('aaaaaaaa')
    const app = started()
    const shell = [200, '<script src="/app/assets/app-aaaaaaaa.js"></script>']
    expect(await textOf(app, '/app/')).toEqual(shell)
    await empty()
    const etag = (await get(app, '/app/')).headers.get('ETag')!
    for (const path of ['/app/', '/app/sentiers/x']) expect(await textOf(app, path)).toEqual(shell)
    expect(await textOf(app, '/app/assets/app-aaaaaaaa.js')).toEqual([
      200,
      "console.log('aaaaaaaa')",
    ])
    const packed = await get(app, '/app/assets/app-aaaaaaaa.js', { 'Accept-Encoding': 'gzip' })
    expect([packed.headers.get('Content-Encoding'), await packed.text()]).toEqual([
      'gzip',
      'packed aaaaaaaa',
    ])
    await build('bbbbbbbb')
    expect(await textOf(app, '/app/')).toEqual(shell)
    expect(await textOf(app, '/app/service-worker.js')).toEqual([200, '// aaaaaaaa'])
    // The tag told the truth about the bytes all along.
    expect((await get(app, '/app/', { 'If-None-Match': etag })).status).toBe(304)
    expect((await get(app, '/app/assets/app-bbbbbbbb.js')).status).toBe(404)
    expect((await textOf(started(), '/app/'))[1]).toContain('app-bbbbbbbb.js')
  })

  it('a server that starts meanwhile asks to come back, in words, and finds it by itself', async () => {
    await empty()
    const app = started()
    for (const path of ['/app/', '/app/sentiers/x', '/app/assets/app-aaaaaaaa.js']) {
      const answer = await get(app, path, { 'Accept-Language': 'fr' })
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '30'])
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
      expect(await answer.text()).toContain('L’application est en train d’être mise à jour')
    }
    await build('aaaaaaaa', false)
    server.setNow(Date.now() + 2_000)
    expect((await get(app, '/app/')).status).toBe(503)
    await build('aaaaaaaa')
    server.setNow(Date.now() + 4_000)
    expect((await get(app, '/app/')).status).toBe(200)
  })
})
