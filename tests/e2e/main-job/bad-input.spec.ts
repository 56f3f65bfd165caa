import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import enDesk from '../../../src/locales/en/desk.json' with { type: 'json' }
import enField from '../../../src/locales/en/field.json' with { type: 'json' }
import enFormats from '../../../src/locales/en/formats.json' with { type: 'json' }
import enProblems from '../../../src/locales/en/problems.json' with { type: 'json' }
import frDesk from '../../../src/locales/fr/desk.json' with { type: 'json' }
import frField from '../../../src/locales/fr/field.json' with { type: 'json' }
import frFormats from '../../../src/locales/fr/formats.json' with { type: 'json' }
import frProblems from '../../../src/locales/fr/problems.json' with { type: 'json' }
import { BLOB_LIMIT_BYTES } from '../../../src/contract/protocol.ts'
import { uuidV7 } from '../../../src/domain/observation/ids.ts'
import { installReplay, replay } from '../../support/geolocation-replay.ts'
import { invitation } from '../../support/kill-run.ts'
import { readStore } from '../../support/phone-browser.ts'
import { startServer, type RunningServer } from '../../support/running-server.ts'

const START_MS = Date.now() - 3_600_000
const NOT_A_PHOTO = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('un texte') }
const NOT_A_TRAIL = {
  name: 'trace.gpx',
  mimeType: 'application/gpx+xml',
  buffer: Buffer.from('%PDF-1.7'),
}
const LANGUAGES = [
  { locale: 'fr-FR', field: frField, problems: frProblems, desk: frDesk, formats: frFormats },
  { locale: 'en-GB', field: enField, problems: enProblems, desk: enDesk, formats: enFormats },
]

let server: RunningServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(async () => server.dispose())

for (const [index, words] of LANGUAGES.entries())
  test(`[P09] [P30] bad input is one clear sentence, kept raw, and nobody falls over (${words.locale})`, async ({
    browser,
  }) => {
    const { field, problems, formats, desk: said } = words
    const context = await browser.newContext({
      locale: words.locale,
      viewport: { width: 390, height: 844 },
      permissions: ['geolocation'],
    })
    await installReplay(context, START_MS)
    const phone = await context.newPage()
    const sentence = (text: string) => expect(phone.getByText(text).first()).toBeVisible()

    await test.step('a wrong token', async () => {
      await join(phone, `${server.url}/app/rejoindre#${'x'.repeat(22)}`, field.join)
      await sentence(problems['invitation-unknown'])
    })

    await test.step('a photo that is not a photo', async () => {
      await phone.goto('about:blank')
      await join(phone, await invitation(server.dataDir, server.url), field.join)
      await phone.locator('a.card').first().waitFor()
      await phone.goto(`${server.url}/app/enregistrer`)
      await phone.getByRole('button', { name: field.record.startFree }).click()
      await replay(phone, [{ lon: -0.57, lat: 43.76, accuracyM: 5, atMs: START_MS + 5_000 }])
      await phone.getByRole('button', { name: field.record.report }).click()
      await phone.locator('input[type=file]').first().setInputFiles(NOT_A_PHOTO)
      await sentence(field.tag.notAnImage)
      const kept = await readStore<{ raw: unknown }>(phone, 'quarantine')
      expect(kept).toHaveLength(1)
    })

    await test.step('records from the future and from outside the world; a body too large', async () => {
      const device = await phone.evaluate(async () => {
        const answer = await fetch('/api/session')
        return ((await answer.json()) as { device: string }).device
      })
      const outcomes = await push(phone, device, [
        record(index * 2, device, { schema: 99 }),
        record(index * 2 + 1, device, {}, [900, 43]),
      ])
      expect(outcomes).toMatchObject([
        { outcome: 'rejected', code: 'newer-schema' },
        { outcome: 'rejected', code: 'outside-the-world' },
      ])
      const large = await phone.evaluate(async (total) => {
        const answer = await fetch(`/api/blobs/${'0'.repeat(64)}`, {
          method: 'PATCH',
          headers: { 'Upload-Offset': '0', 'Upload-Length': String(total) },
          body: new Uint8Array(10),
        })
        return { status: answer.status, body: (await answer.json()) as { problem: string } }
      }, BLOB_LIMIT_BYTES + 1)
      expect(large).toMatchObject({ status: 413, body: { problem: 'too-large' } })
      const long = await push(phone, device, ['x'.repeat(1_500_000)])
      expect(long).toMatchObject({ problem: 'too-large' })
    })

    await test.step('at the desk: a file that is not a trail, and what was kept', async () => {
      const deskContext = await browser.newContext({ locale: words.locale })
      const desk = await deskContext.newPage()
      await join(desk, await invitation(server.dataDir, server.url, 'staff'), field.join)
      await desk.getByRole('link', { name: said.newTrail.title }).first().click()
      await desk.locator('input[type=file]').setInputFiles(NOT_A_TRAIL)
      await expect(desk.getByText(formats.refusal['unknown-format'])).toBeVisible()
      await expect(desk.getByText(said.newTrail.badWhy)).toBeVisible()
      await desk.getByRole('link', { name: said.nav.quarantine }).click()
      await expect(desk.getByText(said.quarantine.why['newer-schema']).first()).toBeVisible()
      await expect(desk.getByText(said.quarantine.why['outside-the-world']).first()).toBeVisible()
      const saving = desk.waitForEvent('download')
      await desk.getByRole('link', { name: said.quarantine.exportAll }).click()
      const file = await readFile(await (await saving).path(), 'utf8')
      const rows = JSON.parse(file) as { code: string; json: string }[]
      const newer = rows.find(({ code }) => code === 'newer-schema')
      expect(JSON.parse(newer!.json)).toMatchObject({ properties: { schema: 99 } })
    })
    await context.close()
  })

async function join(page: Page, link: string, words: typeof frField.join): Promise<void> {
  await page.goto(link)
  await page.getByLabel(words.pseudonym).fill('Maïté')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: words.submit }).click()
}

/** What this phone's session gets for a push of these records. */
async function push(page: Page, device: string, records: readonly unknown[]): Promise<unknown> {
  return page.evaluate(
    async (body) => {
      const info = (await (await fetch('/api/info')).json()) as { epoch: string }
      const answer = await fetch('/api/push', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ protocol: 1, epoch: info.epoch, ...body }),
      })
      const said = (await answer.json()) as { outcomes?: unknown }
      return said.outcomes ?? said
    },
    { device, records, sentAt: new Date(START_MS).toISOString() },
  )
}

function record(number: number, device: string, change: object, at = [-0.57, 43.76]): unknown {
  return {
    type: 'Feature',
    id: uuidV7(START_MS + number, new Uint8Array(10)),
    geometry: { type: 'Point', coordinates: at },
    properties: {
      schema: 1,
      kind: 'trail-report',
      territory: 'landes-chalosse',
      device,
      createdAt: new Date(START_MS).toISOString(),
      category: 'securite',
      magnitude: 1,
      photos: [],
      ...change,
    },
  }
}
