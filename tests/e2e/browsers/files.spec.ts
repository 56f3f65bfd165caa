import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { unzipSync } from 'fflate'
import { writeGpx } from '../../../src/domain/formats/write-gpx.ts'
import { engineStory, START_MS, walkFixes } from '../../support/engines/engine-story.ts'
import {
  appears,
  countOf,
  field,
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
import { twoRecorders } from '../../support/simulator/two-recorders.ts'

for (const engine of [firefox, webkit])
  test.describe(engine.name, () => {
    const phone = engineStory(engine)
    const go = (path: string) => phone.tab().goto(`${phone.server().url}${path}`)

    test('[P06] a voice note, spoken, heard again and received', async () => {
      await phone.join()
      const tab = phone.tab()
      await startFreeWalk(tab, phone.server().url)
      await hear(tab, walkFixes(0, 20))
      await press(tab, 'Problème')
      await appears(tab, named('Obstacle, danger'))
      const speaks = await tab.run(() =>
        ['audio/webm', 'audio/ogg', 'audio/mp4'].some((one) => MediaRecorder.isTypeSupported(one)),
      )
      await press(tab, 'Dicter une note vocale')
      // WebKitGTK records sound where GStreamer's encoders are installed; elsewhere it says so in words.
      if (!speaks) {
        await sees(tab, 'Ce navigateur n’enregistre pas la voix. Écrivez plutôt un mot.')
        await press(tab, 'Obstacle, danger')
        await sees(tab, 'Noté : Obstacle, danger.')
        return
      }
      type Draft = { voice?: { durationMs: number; mediaType: string; sha256: string } }
      const voice = async () => (await stored<Draft>(tab, 'drafts'))[0]?.voice
      await expect
        .poll(async () => (await voice())?.durationMs ?? 0, { timeout: 20_000 })
        .toBeGreaterThan(2_000)
      await press(tab, 'Obstacle, danger')
      await sees(tab, 'Noté : Obstacle, danger.')
      expect((await voice())?.mediaType).toMatch(/^audio\/(webm|ogg|mp4)$/)
      await tab.hold(named('Maintenir pour terminer'), 1_800)
      await sees(tab, 'Fin de marche')
      await press(tab, 'Envoyer')
      await sees(tab, /Reçu le .*Reçu le /)
    })

    test('[P23] everything in one file, as the browser gives files', async () => {
      await phone.join()
      const tab = phone.tab()
      await startFreeWalk(tab, phone.server().url)
      await hear(tab, walkFixes(0, 20))
      await press(tab, 'Tout va bien ici')
      await sees(tab, 'Noté : tout va bien ici.')
      await go('/app/envois')
      await press(tab, 'Tout sauvegarder dans un fichier')
      const folder = join(phone.folder(), 'downloads')
      const zips = async () => {
        const names = await readdir(folder).catch(() => [])
        return names.filter((name) => name.endsWith('.zip'))
      }
      await expect.poll(zips, { timeout: 20_000 }).toHaveLength(1)
      const read = async () =>
        Object.keys(unzipSync(await readFile(join(folder, (await zips())[0]!))))
      await expect.poll(() => read().catch(() => [])).toContain('observations.geojson')
      expect((await read()).some((name) => /^walks\/.*\.gpx$/.test(name))).toBe(true)
    })

    test('[P05] what a watch recorded becomes a walk', async () => {
      await phone.join()
      const tab = phone.tab()
      await go('/app/enregistrer/importer')
      const path = join(phone.folder(), 'montre.gpx')
      const { watch } = twoRecorders('loop', 12, { lengthM: 900 })
      const track = { segments: [watch], gaps: [], recorded: true }
      const written = writeGpx(
        { name: 'Garmin', tracks: [{ track }], routes: [], waypoints: [] },
        { times: true },
      )
      await writeFile(path, written.replace('creator="Jalon"', 'creator="Garmin Connect"'))
      await tab.choose('//input[@type="file"]', [path])
      await sees(tab, /points, le .* par Garmin Connect/)
      await press(tab, 'En faire une marche')
      await sees(tab, 'Enregistrée par Garmin Connect')
    })

    test('[P29] the office comes back with a recovery code', async () => {
      await phone.join('staff')
      const tab = phone.tab()
      await go('/app/reglages')
      await press(tab, 'Faire un code de secours')
      await expect.poll(() => countOf(tab, '//*[@class="code"]')).toBe(1)
      const code = await tab.run(() => document.querySelector('.recovery-sheet .code')!.textContent)
      await press(tab, 'C’est rangé')
      await phone.browser().close()
      await phone.open(START_MS, 'another')
      await go('/app/connexion')
      await appears(phone.tab(), field('Code de secours'))
      await phone.tab().type(field('Code de secours'), code.trim().toLowerCase())
      await press(phone.tab(), 'Utiliser le code')
      await sees(phone.tab(), 'À décider')
    })

    test('the public pages, as any visitor reads them', async () => {
      const tab = phone.tab()
      await go('/')
      expect((await textOf(tab)).length).toBeGreaterThan(200)
      await appears(tab, '//h1')
      const [first] = await tab.run(() =>
        Array.from(
          document.querySelectorAll<HTMLAnchorElement>('a[href^="/sentiers/"]'),
          (link) => link.pathname,
        ),
      )
      await go(first!)
      await appears(tab, '//h1')
    })
  })
