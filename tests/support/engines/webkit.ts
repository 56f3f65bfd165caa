import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Builder, By, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver'
import { freePort } from '../running-server.ts'
import { standInReceiver } from '../geolocation-replay.ts'
import { listenForComplaints, type Engine, type EngineTab } from './engine.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const PYTHON = '/usr/bin/python3'
const BROWSER = join(import.meta.dirname, 'webkit-browser.py')
const HERE =
  existsSync(DRIVER) &&
  existsSync('/usr/bin/Xvfb') &&
  spawnSync(PYTHON, [
    '-c',
    'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2',
  ]).status === 0

/**
 * WebKitGTK, the engine of Safari, through WebKitWebDriver. Not Safari: no iOS file input, no home screen,
 * no share sheet. MiniBrowser forgets everything when it is driven, so a browser of forty lines stands in
 * for it; no location service runs here, so positions come from the stand-in receiver alone.
 */
export const webkit: Engine = {
  name: 'WebKit',
  missing: HERE
    ? null
    : '`sudo apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb`',
  async open(profile, startMs, downloads) {
    await mkdir(profile, { recursive: true })
    const script = join(profile, 'before-pages.js')
    await writeFile(
      script,
      `(${String(listenForComplaints)})();(${String(standInReceiver)})(${startMs})`,
    )
    const display = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '800x1000x24'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const number = await new Promise<string>((resolve) =>
      display.stdio[3]!.once('data', (said: Buffer) => resolve(said.toString().trim())),
    )
    const port = await freePort()
    const env = {
      ...process.env,
      DISPLAY: `:${number}`,
      GDK_BACKEND: 'x11',
      LANG: 'C.UTF-8',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    }
    // A group of its own: killed together, as a battery takes them all.
    const service = spawn(DRIVER, [`--port=${port}`], {
      env,
      stdio: process.env['JALON_ENGINE_LOG'] ? 'inherit' : 'ignore',
      detached: true,
    })
    await listening(port)
    const capabilities = new Capabilities({
      browserName: 'WebKitGTK',
      pageLoadStrategy: 'normal',
      'webkitgtk:browserOptions': { binary: BROWSER, args: [profile, downloads, script] },
    })
    const driver = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(capabilities)
      .build()
    await driver.manage().setTimeouts({ script: 120_000, pageLoad: 60_000, implicit: 15_000 })
    const first = await driver.getWindowHandle()
    const end = async () => {
      try {
        process.kill(-service.pid!, 'SIGKILL')
      } catch {
        // gone already
      }
      display.kill()
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    return {
      tab: tabOf(driver, first),
      newTab: async () => {
        await driver.switchTo().newWindow('tab')
        return tabOf(driver, await driver.getWindowHandle())
      },
      kill: end,
      close: async () => {
        await driver.quit()
        await end()
      },
    }
  },
}

function tabOf(driver: WebDriver, handle: string): EngineTab {
  const here = () => driver.switchTo().window(handle)
  const at = async (place: string): Promise<WebElement> => {
    await here()
    const found = await driver.findElement(By.xpath(place))
    // The driver brings it to an edge, where a bar that stays may lie over it.
    await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', found)
    return found
  }
  return {
    async goto(url) {
      await here()
      await driver.get(url)
    },
    async run(work, ...args) {
      await here()
      const answer: { value?: unknown; error?: string } = await driver.executeAsyncScript(
        `const given = [...arguments], done = given.pop()
         Promise.resolve().then(() => (${String(work)})(...given))
           .then((value) => done({ value }), (error) => done({ error: String(error) }))`,
        ...args,
      )
      if (answer.error !== undefined) throw new Error(answer.error)
      return answer.value as never
    },
    click: async (place) => (await at(place)).click(),
    async hold(place, forMs) {
      const origin = await at(place)
      await driver.actions().move({ origin }).press().pause(forMs).release().perform()
    },
    type: async (place, text) => (await at(place)).sendKeys(text),
    choose: async (place, paths) => (await at(place)).sendKeys(paths.join('\n')),
  }
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await fetch(`http://127.0.0.1:${port}/status`).catch(() => null))?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('WebKitWebDriver did not answer.')
}
