import { existsSync } from 'node:fs'
import { launch, type Page } from 'puppeteer-core'
import { standInReceiver } from '../geolocation-replay.ts'
import { listenForComplaints, type Engine, type EngineTab } from './engine.ts'

const PATHS = [
  process.env['FIREFOX_PATH'] ?? '',
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]
const path = PATHS.find((one) => one !== '' && existsSync(one))

/** The system's Firefox, through WebDriver BiDi, which it speaks itself. */
export const firefox: Engine = {
  name: 'Firefox',
  missing: path ? null : '`sudo apt-get install firefox-esr`, or FIREFOX_PATH=/path/to/firefox',
  async open(profile, startMs, downloads) {
    const browser = await launch({
      browser: 'firefox',
      executablePath: path!,
      userDataDir: profile,
      headless: true,
      defaultViewport: { width: 390, height: 844 },
      extraPrefsFirefox: {
        'intl.accept_languages': 'fr-FR, fr',
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        // A microphone that hears a tone, allowed without asking.
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        // The browser's own question has nobody to answer it here.
        'dom.storageManager.prompt.testing': true,
        'dom.storageManager.prompt.testing.allow': true,
      },
    })
    const prepared = async (page: Page): Promise<EngineTab> => {
      page.setDefaultTimeout(20_000)
      await page.evaluateOnNewDocument(listenForComplaints)
      await page.evaluateOnNewDocument(standInReceiver, startMs)
      return tabOf(page)
    }
    const child = browser.process()!
    return {
      tab: await prepared(await browser.newPage()),
      newTab: async () => prepared(await browser.newPage()),
      kill: async () => {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await gone
        // Its children notice a little later; the profile is theirs until then.
        await new Promise((resolve) => setTimeout(resolve, 500))
      },
      close: () => browser.close(),
    }
  },
}

function tabOf(page: Page): EngineTab {
  const at = async (place: string) => {
    const found = await page.waitForSelector(`xpath/.${place}`)
    if (!found) throw new Error(`${place} is not there`)
    return found
  }
  return {
    goto: async (url) => void (await page.goto(url, { waitUntil: 'domcontentloaded' })),
    run: page.evaluate.bind(page) as EngineTab['run'],
    click: async (place) => (await at(place)).click(),
    async hold(place, forMs) {
      const found = await at(place)
      await found.scrollIntoView()
      await found.hover()
      await page.mouse.down()
      await new Promise((resolve) => setTimeout(resolve, forMs))
      await page.mouse.up()
    },
    type: async (place, text) => (await at(place)).type(text),
    async choose(place, paths) {
      const input = await at(place)
      await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(
        ...paths,
      )
    },
  }
}
