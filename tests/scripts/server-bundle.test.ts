import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { builtinModules, SourceMap, type SourceMapPayload } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../..')
const WALK = 'tests/fixtures/walks/boucle-du-lavoir-marche.gpx'

describe('the bundled server', () => {
  let folder: string
  let files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]
  let chunks: readonly Rolldown.OutputChunk[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-bundle-'))
    const built = await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.server.config.ts'),
      logLevel: 'error',
      build: { outDir: folder },
    })
    files = [built as Rolldown.RolldownOutput].flat()[0]!.output
    chunks = files.filter((file) => file.type === 'chunk')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Packages that the chunks leave to `node_modules`. */
  const outside = () =>
    chunks
      .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
      .filter((name) => !files.some(({ fileName }) => fileName === name))
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))

  it('imports the production dependencies of the manifest, each of them and no other', () => {
    const code = chunks.map((chunk) => chunk.code).join('\n')
    const resolved = Object.keys(manifest.dependencies).filter((name) => code.includes(`"${name}/`))
    expect([...new Set([...outside(), ...resolved])].sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    )
  })

  it('has the server, the command line and the checks worker as entries that import no other', () => {
    const entries = chunks.filter((chunk) => chunk.isEntry).map(({ fileName }) => fileName)
    expect(entries.sort()).toEqual(['checks-worker.mjs', 'jalon.mjs', 'server.mjs'])
    const imported = new Set(chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]))
    expect(entries.filter((name) => imported.has(name))).toEqual([])
  })

  it('finds every file that it names by its address beside itself', () => {
    const there = new Set(readdirSync(folder))
    const named = chunks.flatMap(({ code }) =>
      [...code.matchAll(/new URL\(\s*["'`](\.[^"'`]*)["'`],\s*import\.meta\.url/g)].map(
        ([, path]) => path!.replace('./', ''),
      ),
    )
    expect(named).toContain('checks-worker.mjs')
    expect(named).toContain('tokens.css')
    expect(named.filter((name) => !there.has(name))).toEqual([])
  })

  it('has a source map for each chunk of code', () => {
    const there = new Set(readdirSync(folder))
    const withoutMap = chunks.filter(({ code, fileName }) => {
      const isCode = code.split('\n').some((line) => line && !/^(import|export|\/\/#)/.test(line))
      return isCode && !/^rolldown-runtime/.test(fileName) && !there.has(`${fileName}.map`)
    })
    expect(withoutMap.map(({ fileName }) => fileName)).toEqual([])
    const server = chunks.find(({ fileName }) => fileName === 'server.mjs')!
    const line = server.code.split('\n').findIndex((text) => text.includes('function stopOnSignal'))
    const map = readFileSync(join(folder, 'server.mjs.map'), 'utf8')
    const origin = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(line, 0)
    expect(origin).toMatchObject({
      originalSource: expect.stringMatching(/src\/server\/main\.ts$/) as string,
    })
  })

  it('answers as the sources do, to the byte', () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const run = (program: string, ...args: string[]) => {
      const { stdout, status } = spawnSync(process.execPath, [program, ...args], {
        cwd: ROOT,
        encoding: 'utf8',
      })
      return { stdout, status }
    }
    for (const args of [['inspect', WALK, '--json'], ['check', WALK, '--json'], ['--help']]) {
      const bundled = run(join(folder, 'jalon.mjs'), ...args)
      expect(bundled.stdout.length).toBeGreaterThan(200)
      expect(bundled).toEqual(run(join(ROOT, 'src/cli/main.ts'), ...args))
    }
  })
})
