import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import manifest from './package.json' with { type: 'json' }

/** Where each program begins. The name in `dist/server` is the key; `server` and `jalon` are what people run. */
const PROGRAMS = {
  server: 'src/server/main.ts',
  jalon: 'src/cli/main.ts',
  'checks-worker': 'src/server/checks/checks-worker.ts',
}

/**
 * The server and the command line, bundled for production (SSR build). What is bundled is a dev dependency; what
 * stays outside, such as binaries of the platform, is named by `dependencies`, and nothing else is there.
 */
export default defineConfig({
  publicDir: false,
  plugins: [filesByUrl()],
  ssr: { noExternal: true, external: Object.keys(manifest.dependencies) },
  build: {
    ssr: true,
    emitAssets: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node22.14',
    sourcemap: true,
    // Read in stack traces, never downloaded.
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: PROGRAMS,
      // One folder, so that a file named by its address beside another is there wherever that one was put.
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
})

/**
 * Asset and worker addresses: `new URL('./name', import.meta.url)` goes on naming the same thing in the bundle.
 * A program of `PROGRAMS` is an entry of its own; any other file is copied beside the code.
 */
function filesByUrl(): Plugin {
  const address = /new URL\('(\.[^']+)',\s*import\.meta\.url\)/g
  const programs = new Map(
    Object.entries(PROGRAMS).map(([name, path]) => [
      resolve(import.meta.dirname, path),
      `${name}.mjs`,
    ]),
  )
  return {
    name: 'jalon:files-by-url',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.ts$/, code: 'import.meta.url' },
      handler(code, id) {
        const named = (path: string) => {
          const file = join(dirname(id), path)
          const program = programs.get(file)
          if (program !== undefined) return program
          const fileName = basename(file)
          this.emitFile({ type: 'asset', fileName, source: readFileSync(file) })
          return fileName
        }
        const mended = code.replace(
          address,
          (_, path: string) => `new URL('./${named(path)}', import.meta.url)`,
        )
        return { code: mended, map: null }
      },
    },
  }
}
