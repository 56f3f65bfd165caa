// @vitest-environment happy-dom
import type { LineString } from 'geojson'
import { afterEach, describe, expect, it } from 'vitest'
import * as build from '../../../../src/app/desk/decisions/build-decision.ts'
import type { TrailEntity } from '../../../../src/domain/catalogue/entity.ts'
import { APP } from '../../../../src/contract/endpoints.ts'
import {
  FAKE_NOW_MS,
  FAKE_TERRITORY,
  fakeIds,
  type FakeDeskData,
} from '../../../support/fake-desk-api.ts'
import { closeDesk, openDesk, press, settle } from '../../../support/open-desk.ts'
import { EMPTY_DESK, ordinaryDesk, terribleDesk } from '../../../support/fake-desk-data.ts'

afterEach(closeDesk)
const open = openDesk

const making = { newId: fakeIds(30_000), nowMs: () => FAKE_NOW_MS, territory: FAKE_TERRITORY.id }

describe('the trail page of the desk', () => {
  it('shows the first thing that waits, and goes on after each answer', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    expect(page.find('h1').text()).toBe('Tour de Brassempouy')
    expect(page.find('.evidence h2').text()).toContain('Trace de')
    await press('a')
    expect(desk.decisions.at(-1)?.properties).toMatchObject({ action: 'accept' })
    expect(page.find('.evidence h2').text()).toContain('Balisage')
    expect(page.find('.toasts').text()).toContain('Accepté')
  })

  it('does not call back whoever went to publish while the answer was on its way', async () => {
    const data = ordinaryDesk()
    const { page } = await open(data, APP.deskTrail(data.trail.id))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
    await page
      .findAll('[role=tab]')
      .find((one) => one.text() === 'Publier')!
      .trigger('click')
    await settle()
    expect(page.find('.toasts').text()).toContain('Accepté')
    expect(page.find('[role=tab][aria-selected=true]').text()).toBe('Publier')
  })

  it('refuses with a sentence, and not without one', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    await press('r')
    const form = page.find('form.reason')
    const refuse = form.findAll('button').find((one) => one.text().startsWith('Refuser'))!
    await refuse.trigger('click')
    expect(form.text()).toContain('Écrivez une raison')
    expect(desk.decisions).toHaveLength(0)
    await form.find('fieldset button').trigger('click')
    await refuse.trigger('click')
    await settle()
    expect(desk.decisions[0]?.properties).toMatchObject({
      action: 'refuse',
      reason: expect.stringContaining('trop partielle') as unknown,
    })
  })

  it('keeps the sentence that is being written when news arrives', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    await press('r')
    await page.find('textarea').setValue('La photo ne montre')
    desk.decideElsewhere(build.refuse(making, data.observations[1]!, 'Doublon.'))
    desk.tell()
    await settle()
    expect(page.find('.list').text()).toContain('Déjà décidé (1)')
    expect(page.find('textarea').element.value).toBe('La photo ne montre')
  })

  it('keeps the sheet that is being written when news arrives, and sends only what changed', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    const button = (name: string) =>
      page.findAll('button').find((one) => one.text().startsWith(name))!
    await page
      .findAll('[role=tab]')
      .find((one) => one.text() === 'Catalogue')!
      .trigger('click')
    await settle()
    await button('Modifier la fiche').trigger('click')
    await page.find('.catalogue input').setValue('Un autre nom')
    desk.decideElsewhere(build.refuse(making, data.observations[1]!, 'Doublon.'))
    desk.tell()
    await settle()
    expect((page.find('.catalogue input').element as HTMLInputElement).value).toBe('Un autre nom')
    await page.find('.catalogue form').trigger('submit')
    await settle()
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      attributes: { name: 'Un autre nom' },
    })
    const { attributes } = desk.decisions.at(-1)!.properties as { attributes: object }
    expect(Object.keys(attributes)).toEqual(['name'])
  })

  it('does not act on letters that somebody writes', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    await press('r')
    const area = page.find('textarea').element
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
    await settle()
    expect(desk.decisions).toHaveLength(0)
  })

  it('[P11] shows the other answer when somebody was quicker', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    desk.decideElsewhere(build.refuse(making, data.observations[0]!, 'Doublon.'))
    await press('a')
    const evidence = page.find('.evidence').text()
    expect(evidence).toContain('Quelqu’un a décidé entre-temps')
    expect(evidence).toContain('Refusé le')
    expect(evidence).toContain('Doublon.')
  })

  it('takes an answer back: the observation waits again', async () => {
    const data = ordinaryDesk()
    const { page } = await open(data, APP.deskTrail(data.trail.id))
    await press('a')
    const id = data.observations[0]!.observation.id
    await page.find(`[data-row="${id}"]`).trigger('click')
    await settle()
    expect(page.find('.evidence').text()).toContain('Accepté le')
    await press('u')
    expect(page.find('.evidence').text()).not.toContain('Accepté le')
    expect(page.find('.evidence').text()).toContain('Accepter')
  })

  it('ticks the gate by itself, then publishes', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, `${APP.deskTrail(data.trail.id)}?onglet=publier`)
    for (let i = 0; i < 3; i += 1) await press('a')
    expect(page.find('.list').text()).toContain('Déjà décidé (3)')
    const tab = page.findAll('[role=tab]').find((one) => one.text() === 'Publier')!
    await tab.trigger('click')
    await settle()
    expect(page.find('.gate').text()).toContain('Tout est en ordre')
    const button = page
      .findAll('button')
      .find((one) => one.text() === 'Publier' && one.classes('primary'))!
    await button.trigger('click')
    await settle()
    expect(desk.decisions.at(-1)?.properties.action).toBe('publish')
    expect(page.text()).toContain('Version 1 en ligne')
  })

  it('looks again when the server says that something changed', async () => {
    const data = ordinaryDesk()
    const { page, desk } = await open(data, APP.deskTrail(data.trail.id))
    desk.decideElsewhere(build.refuse(making, data.observations[0]!, 'Doublon.'))
    desk.tell()
    await settle()
    expect(page.find('.list').text()).toContain('Déjà décidé (1)')
  })

  it('keeps the walk before the eyes while one of its findings is looked at', async () => {
    const data = ordinaryDesk()
    const { page } = await open(data, APP.deskTrail(data.trail.id))
    await page.find('.evidence button.says').trigger('click')
    await settle()
    expect(page.find('.evidence h2').text()).toContain('Trace de')
    expect(page.find('[aria-current=true]').text()).toContain('Trace de')
  })

  describe('another line', () => {
    const ordinary = ordinaryDesk()
    const moved = ordinary.trail.geometry.coordinates.map(([lon, lat]) => [lon!, lat! + 0.0001])
    /** Its altitudes: the receivers said none, the line in force does. */
    const lifted = ordinary.trail.geometry.coordinates.map((at) => at[2]!)
    const computed: FakeDeskData['computed'] = {
      consensus: {
        line: {
          coordinates: moved,
          lengthM: 4_120,
          lengthIntervalM: [4_090, 4_150],
          drawnLengthM: 4_105,
          support: moved.map(() => 3),
          spreadM: moved.map(() => 2.4),
          accuracy95M: moved.map(() => 3.1),
        },
        used: ['a', 'b', 'c'],
        witnesses: 3,
        refused: [{ id: 'd', reason: 'elsewhere' }],
        doubt: null,
        doubts: [],
      },
      fixes: [
        {
          kind: 'line',
          check: 'GEO-08',
          before: { vertices: 900, lengthM: 4_105 },
          after: { vertices: 120, lengthM: 4_100 },
          change: { op: 'splice', edits: [{ at: 1, remove: 1 }] },
        },
        { kind: 'value', check: 'GEO-20', field: 'lengthM', before: 7_000, after: 4_105 },
      ],
    }
    const openLines = async (data: FakeDeskData & { readonly trail: TrailEntity }) =>
      open(data, `${APP.deskTrail(data.trail.id)}?onglet=line`)

    it('[P25] takes the line of the walkers, with what is known of it, and says why', async () => {
      const { page, desk } = await openLines({ ...ordinary, computed })
      const panel = page.find('.right').text()
      expect(panel).toContain('Là où passent les marcheurs (3 marches)')
      expect(panel).toContain('entre 4,1\u00a0km et 4,2\u00a0km')
      expect(panel).toContain('1 marche passe ailleurs')
      expect(panel).toContain('900 points avant, 120 après')
      await page.find('input[type=radio]').setValue()
      await settle()
      expect(page.findComponent({ name: 'MapView' }).props('content')).toMatchObject({
        consensus: [{ lines: [moved] }],
      })
      await page.find('form.reason fieldset button').trigger('click')
      await page
        .findAll('form.reason button')
        .find((one) => one.text() === 'Remplacer le tracé')!
        .trigger('click')
      await settle()
      expect(desk.decisions.at(-1)).toMatchObject({
        properties: {
          action: 'set-reference',
          method: 'consensus',
          reason: 'Le tracé suit là où les marcheurs passent.',
        },
      })
      const adopted = desk.decisions.at(-1)!.geometry as LineString
      expect(adopted.coordinates.map(([lon, lat]) => [lon, lat])).toEqual(moved)
      adopted.coordinates.forEach((at, i) => expect(Math.abs(at[2]! - lifted[i]!)).toBeLessThan(1))
      expect(page.find('.toasts').text()).toContain('version 2 du tracé')
      expect(page.findComponent({ name: 'MapView' }).props('content')).not.toHaveProperty(
        'consensus',
      )
    })

    it('mends what the sheet says in one tap', async () => {
      const { page, desk } = await openLines({ ...ordinary, computed })
      await page
        .findAll('button')
        .find((one) => one.text() === 'Annoncer 4,1\u00a0km')!
        .trigger('click')
      await settle()
      expect(desk.decisions.at(-1)?.properties).toMatchObject({
        action: 'amend-trail',
        attributes: { declaredLengthM: 4_105 },
      })
    })

    it('takes a line from a file, or says why the file holds none', async () => {
      const lines = [{ name: 'Relevé', lengthM: 900, coordinates: moved, findings: [] }]
      const file = { jalon: 'trail-file', name: 'releve.gpx', lines, problems: [] } as const
      const { page, desk } = await openLines({ ...ordinary, file: { ok: true, value: file } })
      expect(page.find('.right').text()).toContain('Rien n’est proposé')
      const input = page.find('input[type=file]')
      Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'releve.gpx')] })
      await input.trigger('change')
      await settle()
      await page.find('textarea').setValue('Relevé par la mairie')
      await page.find('form.reason').trigger('submit')
      await settle()
      expect(desk.decisions.at(-1)?.properties).toMatchObject({
        action: 'set-reference',
        method: 'import',
        reason: 'Relevé par la mairie',
      })
    })
  })

  it('says so when the trail is not there', async () => {
    const { page } = await open(EMPTY_DESK, APP.deskTrail('018f0000-0000-7000-8000-000000000000'))
    expect(page.find('[role=alert]').text()).toContain('Il n’y a rien à cette adresse')
  })

  it('stands three hundred observations of unknown kinds and endless names', async () => {
    const data = terribleDesk()
    const { page } = await open(data, APP.deskTrail(data.trails[0]!.id))
    expect(page.findAll('[data-row]')).toHaveLength(100)
    expect(page.text()).not.toMatch(/desk\.[a-z]+\./)
    const further = () => page.findAll('button').find((one) => /^Voir l/.test(one.text()))!
    expect(further().text()).toContain('200')
    await further().trigger('click')
    await settle()
    expect(page.findAll('[data-row]')).toHaveLength(200)
    expect(document.activeElement).toBe(page.findAll('[data-row]')[100]!.element)
    // The keys go on where the list was cut.
    await page.findAll('[data-row]')[199]!.trigger('click')
    await settle()
    await press('j')
    expect(page.findAll('[data-row]')).toHaveLength(201)
    expect(page.findAll('[data-row]')[200]!.attributes('aria-current')).toBe('true')
    await further().trigger('click')
    await settle()
    expect(page.findAll('[data-row]')).toHaveLength(300)
    expect(further()).toBeUndefined()
  })
})

describe('the desk’s door', () => {
  it('tells a tester kindly that it is not for them', async () => {
    const { page } = await open({ ...EMPTY_DESK, role: 'tester' }, APP.desk)
    expect(page.text()).toContain('réservé à l’office')
    expect(page.find('nav').exists()).toBe(false)
  })

  it('starts a new territory with what to do first', async () => {
    const { page } = await open(EMPTY_DESK, APP.desk)
    expect(page.text()).toContain('Pas encore de sentier')
  })
})
