import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { replay, type ReplayFix } from '../support/geolocation-replay.ts'
import { invitation, shownCount } from '../support/kill-run.ts'
import { joinAs, openPhoneBrowser, readStore } from '../support/phone-browser.ts'
import { startServer } from '../support/running-server.ts'
import { createRandom } from '../support/simulator/random.ts'

/**
 * `npm run bench:power-cut [-- --cuts=10 --seed=1]`, as root on Linux: the phone's profile lies on a disk of
 * its own (a loop device). At random instants of a walk that disk is copied as it is, without what still
 * waits in memory, as if the battery had been torn out; the walk goes on from the copy. Every fix that was
 * acknowledged must be there (P01). Beside it, the same writes with the browsers' default durability: what
 * such an app would have lost.
 */
const option = (name: string, otherwise: number): number => {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`))
  return found ? Number(found.split('=')[1]) : otherwise
}
const [cuts, seed] = [option('cuts', 10), option('seed', 1)]
const START_MS = Date.UTC(2026, 4, 12, 8)
const DISK_MB = 768

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  console.log('power-cut: needs root on Linux (it mounts a disk of its own); nothing was measured')
  process.exit(0)
}
const random = createRandom(seed)
const folder = await mkdtemp(join(tmpdir(), 'jalon-power-'))
const [disk, copy, mounted] = ['disk.img', 'copy.img', 'mounted'].map((name) => join(folder, name))
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' })
const server = await startServer()
let [acknowledged, lost, resumed, control, controlLost] = [0, 0, 0, 0, 0]
let emitted = 0
let atMs = START_MS
const next = (): ReplayFix => {
  emitted += 1
  atMs += 1_000
  return { lon: -0.57, lat: 43.76 + emitted * 1e-5, accuracyM: 5, atMs }
}
try {
  run('truncate', '-s', `${DISK_MB}M`, disk!)
  run('mkfs.ext4', '-q', disk!)
  run('mkdir', mounted!)
  run('mount', '-o', 'loop', disk!, mounted!)
  const profile = join(mounted!, 'profile')
  let phone = await openPhoneBrowser(profile, server.url, START_MS)
  await joinAs(phone.page, await invitation(server.dataDir, server.url), 'Essai')
  await phone.page.evaluate(() => navigator.serviceWorker.ready)
  await phone.page.goto(`${server.url}/app/enregistrer`)
  await phone.page.getByRole('button', { name: 'Démarrer une marche libre' }).click()
  await phone.page.locator('.bar .word').waitFor()
  await replay(phone.page, [next()], 50)
  await phone.close()
  run('sync')
  await server.kill()

  let before = 0
  for (let cut = 0; cut < cuts; cut += 1) {
    atMs += 60_000
    phone = await openPhoneBrowser(profile, server.url, atMs)
    await phone.page.goto(`${server.url}/app/enregistrer`)
    await phone.page.getByText(/points? gardés?/).waitFor()
    before = (await readStore(phone.page, 'fixes')).length
    if (cut > 0) resumed += 1
    const cutAt = Date.now() + 500 + random.uniform(0, 3_000)
    let [kept, controlKept] = [before, 0]
    while (Date.now() < cutAt) {
      await replay(phone.page, [next()], 0)
      await inControl(phone.page, 'add')
      controlKept += 1
      kept = Math.max(kept, await shownCount(phone.page))
    }
    const processes = familyOf(phone.pid)
    for (const pid of processes) signal(pid, 'SIGSTOP')
    run('cp', '--sparse=always', disk!, copy!)
    for (const pid of processes) signal(pid, 'SIGKILL')
    await phone.kill()
    run('umount', '-l', mounted!)
    run('mv', copy!, disk!)
    run('mount', '-o', 'loop', disk!, mounted!)

    phone = await openPhoneBrowser(profile, server.url, atMs + 1_000)
    await phone.page.goto(`${server.url}/app/envois`)
    await phone.page.getByRole('heading', { name: 'Mes envois' }).waitFor()
    const stored = (await readStore(phone.page, 'fixes')).length
    acknowledged += kept - before
    lost += Math.max(0, kept - stored)
    control += controlKept
    controlLost += Math.max(0, controlKept - (await inControl(phone.page, 'take')))
    await phone.close()
  }
} finally {
  await server.dispose()
  try {
    run('umount', '-l', mounted!)
  } catch {
    // It was not mounted.
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
console.log(
  `power-cut: ${cuts} cuts (seed ${seed}) · ${acknowledged} fixes acknowledged, ${lost} of them lost · ` +
    `resumed ${resumed}/${cuts - 1} · with the browser's default durability: ${controlLost} of ${control} lost`,
)
process.exit(lost === 0 ? 0 : 1)

/**
 * The control: one write as most apps make it, or a strict taking out of all that is there. Resolves when
 * the browser says that it is complete, with how many rows there were before.
 */
function inControl(page: Page, what: 'add' | 'take'): Promise<number> {
  return page.evaluate(
    (what) =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('control')
        opening.onupgradeneeded = () =>
          opening.result.createObjectStore('rows', { autoIncrement: true })
        opening.onsuccess = () => {
          const durability = what === 'add' ? 'default' : 'strict'
          const tx = opening.result.transaction('rows', 'readwrite', { durability })
          const rows = tx.objectStore('rows')
          const counted = rows.count()
          if (what === 'add') rows.add({ at: Date.now() })
          else rows.clear()
          tx.oncomplete = () => {
            opening.result.close()
            resolve(counted.result)
          }
        }
      }),
    what,
  )
}

/** A process and everything it started. */
function familyOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!pid) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has just ended.
    }
  }
  const family = [root]
  for (const member of family)
    for (const [pid, parent] of parents) if (parent === member) family.push(pid)
  return family
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has just ended.
  }
}
