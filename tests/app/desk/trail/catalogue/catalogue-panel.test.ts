// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { APP } from '../../../../../src/contract/endpoints.ts'
import type { ReportEntity } from '../../../../../src/domain/catalogue/entity.ts'
import { FAKE_TERRITORY, fakeIds, type FakeDeskData } from '../../../../support/fake-desk-api.ts'
import { ordinaryDesk, report } from '../../../../support/fake-desk-data.ts'
import { button, closeDesk, openDesk, settle } from '../../../../support/open-desk.ts'

afterEach(closeDesk)
const newId = fakeIds(70_000)

/** A trail with a fallen tree in its catalogue. */
async function openCatalogue() {
  const data = ordinaryDesk()
  const seen = report(data.trail, [-0.59, 43.7], { category: 'obstacle', magnitude: 2 }, 90)
  const tree: ReportEntity = {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: [-0.59, 43.7] },
    properties: {
      kind: 'trail-report',
      territory: FAKE_TERRITORY.id,
      category: 'obstacle',
      magnitude: 2,
      photos: [],
      trail: data.trail.id,
      status: 'open',
      observations: [seen.observation.id],
      decision: newId(),
      decidedAt: '2026-10-10T08:00:00Z',
    },
  }
  const full: FakeDeskData = {
    ...data,
    observations: [...data.observations, seen],
    entities: [tree],
  }
  const opened = await openDesk(full, `${APP.deskTrail(data.trail.id)}?onglet=catalogue`)
  const field = (label: string) =>
    opened.page.findAll('.catalogue .field-row').find((one) => one.text().startsWith(label))!
  const click = async (words: string) => {
    await button(opened.page, words).trigger('click')
    await settle()
  }
  return { ...opened, trail: data.trail, tree, field, click }
}

describe('what has been decided can be mended', () => {
  it('a report is corrected: its magnitude, its words', async () => {
    const { desk, tree, field, click } = await openCatalogue()
    await click('Corriger')
    await field('Gêne').find('select').setValue('1')
    await field('Description').find('textarea').setValue('On passe à pied.')
    await click('Enregistrer la correction')
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      action: 'correct',
      target: tree.id,
      corrections: { magnitude: 1, text: 'On passe à pied.' },
    })
  })

  it('every member of the sheet is edited, and what is emptied is taken away', async () => {
    const { desk, trail, page, field, click } = await openCatalogue()
    await click('Modifier la fiche')
    const texts = ['Arrivée', 'Venir', 'Se garer', 'Pas à pas', 'Producteur', 'Source', 'Licence']
    for (const label of [...texts, 'Droits de passage']) {
      await field(label).find('input, textarea').setValue(`${label} !`)
    }
    await field('Communes').find('textarea').setValue('Brassempouy')
    await page.find('.attributes').trigger('submit')
    expect(field('Communes').text()).toContain('code INSEE à cinq signes')
    await field('Communes').find('textarea').setValue('40046 Brassempouy\n2A004 Ajaccio')
    await field('Longueur annoncée').find('input').setValue('8.4')
    await page.find('.themes input').setValue(true)
    await page.find('.attributes').trigger('submit')
    await settle()
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      action: 'amend-trail',
      attributes: {
        arrival: 'Arrivée !',
        instructions: 'Pas à pas !',
        access: 'Venir !',
        parking: 'Se garer !',
        producer: 'Producteur !',
        source: 'Source !',
        licence: 'Licence !',
        rights: 'Droits de passage !',
        declaredLengthM: 8_400,
        themes: [expect.any(String) as string],
        communes: [
          { code: '40046', name: 'Brassempouy' },
          { code: '2A004', name: 'Ajaccio' },
        ],
      },
    })
    await click('Modifier la fiche')
    await field('Arrivée').find('input').setValue('')
    await page.find('.attributes').trigger('submit')
    await settle()
    const { attributes } = desk.decisions.at(-1)!.properties as { attributes: object }
    expect(attributes).toEqual({ arrival: null })
    const after = await desk.api.trail(trail.id, FAKE_TERRITORY.id)
    if (!after.ok) throw new Error(after.why)
    expect(after.value.trail.properties.attributes).not.toHaveProperty('arrival')
    expect(after.value.trail.properties.attributes.parking).toBe('Se garer !')
  })

  it.each([
    ['a repair', 'C’est réparé', '', 'solve'],
    ['a withdrawal', 'Retirer', 'Saisi deux fois', 'delete'],
    ['a trail that was imported by mistake', 'Supprimer ce sentier', 'Import raté', 'delete'],
  ])('[P15] %s is done, and undone', async (_, words, reason, action) => {
    const { desk, page, click } = await openCatalogue()
    await click(words)
    if (reason !== '') {
      await page.find('form.reason textarea').setValue(reason)
      await page.find('form.reason').trigger('submit')
      await settle()
    }
    const done = desk.decisions.at(-1)!
    expect(done.properties).toMatchObject({ action })
    await page.find('.last-done button').trigger('click')
    await settle()
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      action: 'undo',
      undoes: done.id,
      target: done.properties.target,
    })
    expect(page.find('.last-done').exists()).toBe(false)
  })
})
