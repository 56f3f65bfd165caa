// Programs of the system that tests need: found, else installed where that is allowed, else asked for.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const CHROMIUMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium; ends the process with one line saying how to get one when there is none. */
export function chromium() {
  const named = process.env.CHROMIUM_PATH
  const found =
    (named && existsSync(named) ? named : null) ??
    find(CHROMIUMS) ??
    ELSEWHERE.find((path) => existsSync(path))
  if (found) return found
  if (install('chromium', 'fonts-dejavu-core')) return find(CHROMIUMS)
  console.error(
    'Jalon: browser tests need Chromium: `sudo apt-get install chromium`, or CHROMIUM_PATH=/path/to/chrome.',
  )
  process.exit(2)
}

/** The path of GDAL's `ogrinfo`, or null when it is not there and may not be installed. */
export function ogrinfo() {
  return find(['ogrinfo']) ?? (install('gdal-bin') ? find(['ogrinfo']) : null)
}

function find(names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // not in this folder
      }
    }
  }
  return null
}

function install(...packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !find(['apt-get'])) return false
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  console.log(`Jalon: installing ${packages.join(', ')} with apt-get…`)
  spawnSync('apt-get', ['update', '-qq'], options)
  return (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
      .status === 0
  )
}
