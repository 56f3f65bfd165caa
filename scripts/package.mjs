// `npm run package`: dist/jalon-<version>.tgz, which runs on a Node >= 22.14 after `npm ci --omit=dev`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGED, packageLock, packageManifest, PROGRAMS } from './package-files.mjs'
import { ensureBuilt, ensureInstalled, ROOT, run } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
const readJson = (name) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'))
const project = readJson('package.json')
const name = `jalon-${project.version}`
const staging = join(ROOT, '.cache/package')
const folder = join(staging, name)
const archive = join(ROOT, 'dist', `${name}.tgz`)

rmSync(staging, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const path of PACKAGED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
const manifests = {
  'package.json': packageManifest(project),
  'package-lock.json': packageLock(readJson('package-lock.json'), project),
}
for (const [file, content] of Object.entries(manifests))
  writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`)
for (const [file, text] of Object.entries(PROGRAMS)) writeFileSync(join(folder, file), text)
run('tar', ['-czf', archive, '-C', staging, name])
rmSync(staging, { recursive: true, force: true })
console.log(archive)
