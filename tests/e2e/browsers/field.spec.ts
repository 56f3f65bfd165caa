import { expect, test } from '@playwright/test'
import { engineStory, photoFile, START_MS, walkFixes } from '../../support/engines/engine-story.ts'
import {
  appears,
  hear,
  named,
  press,
  sees,
  startFreeWalk,
  stored,
  textOf,
} from '../../support/engines/engine.ts'
import { firefox } from '../../support/engines/firefox.ts'
import { webkit } from '../../support/engines/webkit.ts'

const KILLS = 3

for (const engine of [firefox, webkit])
  test.describe(engine.name, () => {
    const phone = engineStory(engine)
    const startWalk = () => startFreeWalk(phone.tab(), phone.server().url)

    test('[P01] [P06] [P20] [P21] from the invitation to the receipt, killed on the way, with no server', async () => {
      await phone.join()
      await test.step('the server dies, the browser is closed: a cold start records', async () => {
        await phone.server().kill()
        await phone.browser().close()
        await phone.open(START_MS + 30_000)
        await startWalk()
        await hear(phone.tab(), walkFixes(0, 20))
        await sees(phone.tab(), '20 points gardés')
      })
      await test.step('killed: nothing that was acknowledged is lost, and it goes on', async () => {
        await phone.browser().kill()
        await phone.open(START_MS + 120_000)
        await phone.tab().goto(`${phone.server().url}/app/`)
        await sees(phone.tab(), /points? gardés?/)
        expect(await stored(phone.tab(), 'fixes')).toHaveLength(20)
        await hear(phone.tab(), walkFixes(120, 20))
        await sees(phone.tab(), '40 points gardés')
      })
      await test.step('a problem, with a photo', async () => {
        const tab = phone.tab()
        await press(tab, 'Problème')
        await tab.choose('//input[@type="file"]', [await photoFile(phone.folder())])
        await appears(tab, '//img[@alt="Photo 1"]')
        await press(tab, 'Obstacle, danger')
        await sees(tab, 'Noté : Obstacle, danger.')
        const drafts = await stored<{ photos: unknown[] }>(tab, 'drafts')
        expect(drafts[0]?.photos).toMatchObject([{ widthPx: 1_600, mediaType: 'image/jpeg' }])
      })
      await test.step('the end, the outbox, the receipts', async () => {
        const tab = phone.tab()
        await tab.hold(named('Maintenir pour terminer'), 1_800)
        await sees(tab, 'Fin de marche')
        await press(tab, 'Envoyer')
        await sees(tab, 'Pas de réseau : tout est gardé ici')
        await phone.server().start()
        await press(tab, 'Envoyer maintenant')
        await sees(tab, /Reçu le .*Reçu le /)
      })
    })

    test('[P01] [P02] kills at random instants lose no acknowledged fix', async () => {
      await phone.join()
      await phone.browser().close()
      await phone.open(START_MS)
      await startWalk()
      await phone.server().kill()
      let acknowledged = 0
      for (let kill = 0; kill < KILLS; kill += 1) {
        const killAt = Date.now() + 100 + Math.random() * 900
        for (let fix = 0; Date.now() < killAt; fix += 1) {
          await hear(phone.tab(), walkFixes(kill * 300 + fix, 1))
          const shown = /(\d+) points? gardés?/.exec(await textOf(phone.tab()))?.[1]
          acknowledged = Math.max(acknowledged, Number(shown ?? 0))
        }
        await phone.browser().kill()
        await phone.open(START_MS + (kill + 1) * 300_000)
        await phone.tab().goto(`${phone.server().url}/app/`)
        await sees(phone.tab(), /points? gardés?/)
        const kept = (await stored(phone.tab(), 'fixes')).length
        expect(kept).toBeGreaterThanOrEqual(acknowledged)
      }
      expect(acknowledged).toBeGreaterThan(KILLS)
      await hear(phone.tab(), walkFixes(KILLS * 300, 2), 100)
      const events = await stored<{ reason: string }>(phone.tab(), 'events')
      expect(events.filter(({ reason }) => reason === 'killed')).toHaveLength(KILLS)
    })

    test('one tab records at a time, and the other says so', async () => {
      await phone.join()
      await startWalk()
      await hear(phone.tab(), walkFixes(0, 20))
      const second = await phone.browser().newTab()
      await second.goto(`${phone.server().url}/app/enregistrer`)
      await sees(second, 'déjà en cours dans un autre onglet')
      await hear(phone.tab(), walkFixes(20, 5))
      await sees(phone.tab(), '25 points gardés')
    })
  })
