// The size budget of the app: what a phone downloads before the first screen, gzip.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from './prepare.mjs'

/** Kilobytes, gzip. The shell is what index.html loads; Vue, its router and its stores are counted apart. */
const BUDGET = { shell: 60, checks: 70 }

const DIST = join(ROOT, 'dist/app')
const html = readFileSync(join(DIST, 'index.html'), 'utf8')
const loaded = [...html.matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)].map(
  (match) => match[1],
)
const kilobytes = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000

const vue = loaded.filter((file) => /vue-[^/]*\.js$/.test(file))
const shell = loaded.filter((file) => !vue.includes(file))
const checks = readdirSync(join(DIST, 'assets'))
  .filter((file) => /checks\.worker-[^/]*\.js$/.test(file))
  .map((file) => `assets/${file}`)
const measured = { shell: total(shell), checks: total(checks), vue: total(vue) }

console.log(
  Object.entries(measured)
    .map(
      ([name, size]) => `${name} ${size.toFixed(1)} kB${BUDGET[name] ? ` of ${BUDGET[name]}` : ''}`,
    )
    .join(' · '),
)
process.exit(Object.entries(BUDGET).every(([name, budget]) => measured[name] <= budget) ? 0 : 1)

function total(files) {
  return files.reduce((sum, file) => sum + kilobytes(file), 0)
}
