// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import * as build from '../../../../src/app/desk/decisions/build-decision.ts'
import { APP } from '../../../../src/contract/endpoints.ts'
import type { HeritageEntity } from '../../../../src/domain/catalogue/entity.ts'
import {
  FAKE_NOW_MS,
  FAKE_TERRITORY,
  fakeIds,
  fakeTrail,
  type FakeDeskData,
} from '../../../support/fake-desk-api.ts'
import { heritage } from '../../../support/fake-desk-data.ts'
import { button, closeDesk, openDesk, press, settle } from '../../../support/open-desk.ts'

afterEach(closeDesk)

const making = { newId: fakeIds(40_000), nowMs: () => FAKE_NOW_MS, territory: FAKE_TERRITORY.id }
const AT = [-0.5999, 43.7001]

/** A cross that the catalogue calls damaged, and somebody who has since seen it in ruins, under another name. */
function aCross(): { data: FakeDeskData; path: string; cross: HeritageEntity } {
  const newId = fakeIds(50_000)
  const trail = fakeTrail(newId(), 'Les croix')
  const old = heritage(trail, AT, { name: 'Croix du Plumier', condition: 'degrade' }, 900)
  const young = heritage(trail, AT, { name: 'La croix', condition: 'ruine' }, 5)
  const cross: HeritageEntity = {
    type: 'Feature',
    id: newId(),
    geometry: { type: 'Point', coordinates: AT },
    properties: {
      kind: 'heritage-point',
      territory: FAKE_TERRITORY.id,
      heritageKind: 'lavoir',
      name: 'Croix du Plumier',
      condition: 'degrade',
      photos: [],
      trails: [trail.id],
      observations: [old.observation.id],
      decision: newId(),
      decidedAt: '2026-10-10T08:00:00Z',
    },
  }
  const data = {
    trails: [trail],
    observations: [old, young],
    entities: [cross],
    evidence: () => ({ walks: [], lineFindings: [] }),
  }
  const path = `${APP.deskTrail(trail.id)}?voir=${young.observation.id}`
  return { data, path, cross }
}

describe('[P33] what the table shows is what the key does', () => {
  it('the newest sight of what changes is ticked, and M sends exactly that', async () => {
    const { data, path } = aCross()
    const { page, desk } = await openDesk(data, path)
    const panel = page.find('.evidence').text()
    expect(panel).toContain('Changera au catalogue\u00a0: État.')
    expect(page.find('[data-field=condition] .chosen').text()).toBe('Prendre\u00a0: En ruine')
    expect(page.find('[data-field=name] .chosen').text()).toBe('Garder\u00a0: Croix du Plumier')
    await press('m')
    expect(desk.decisions.at(-1)).toMatchObject({ geometry: null })
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      action: 'merge',
      corrections: { condition: 'ruine' },
    })
    const { corrections } = desk.decisions.at(-1)!.properties as { corrections: object }
    expect(Object.keys(corrections)).toEqual(['condition'])
  })

  it('each field is kept, taken or corrected by itself', async () => {
    const { data, path } = aCross()
    const { page, desk } = await openDesk(data, path)
    await page.find('[data-field=condition] input[value=keep]').setValue()
    await page.find('[data-field=name] input[value=correct]').setValue()
    await page.find('[data-field=name] input:not([type=radio])').setValue('Croix de Plumier')
    await settle()
    expect(page.find('.evidence').text()).toContain('Changera au catalogue\u00a0: Nom.')
    await press('m')
    const { corrections } = desk.decisions.at(-1)!.properties as { corrections: object }
    expect(corrections).toEqual({ name: 'Croix de Plumier' })
  })

  it('what is older than what is known changes nothing unasked', async () => {
    const { data, path, cross } = aCross()
    const { page, desk } = await openDesk(data, path)
    desk.decideElsewhere(build.correct(making, cross, { condition: 'bon' }))
    desk.tell()
    await settle()
    expect(page.find('[data-field=condition] .chosen').text()).toBe('Garder\u00a0: Bon état')
  })
})

describe('keys mean what their label says', () => {
  it('A adds no double of a known thing; a second one is asked for, with its name', async () => {
    const { data, path } = aCross()
    const unnamed = data.observations.map((one) => {
      const { name: _, ...properties } = one.observation.properties as Record<string, unknown>
      return { ...one, observation: { ...one.observation, properties } as typeof one.observation }
    })
    const { page, desk } = await openDesk({ ...data, observations: unnamed }, path)
    expect(page.find('.keys').text()).toContain('M fusionner')
    expect(page.find('.keys').text()).not.toContain('A accepter')
    await press('a')
    expect(desk.decisions).toHaveLength(0)
    await button(page, 'C’est un autre objet').trigger('click')
    await button(page, 'Ajouter à part').trigger('click')
    expect(page.find('.evidence [role=alert]').text()).toContain('Donnez-lui un nom')
    expect(desk.decisions).toHaveLength(0)
    const field = page.findAll('.evidence .field-row').find((one) => one.text().startsWith('Nom'))!
    await field.find('input').setValue('Croix du cimetière')
    await button(page, 'Ajouter à part').trigger('click')
    await settle()
    expect(desk.decisions.at(-1)?.properties).toMatchObject({
      action: 'accept',
      corrections: { name: 'Croix du cimetière' },
    })
  })

  it('M is shown only where it acts, and single letters can be switched off', async () => {
    const { data, path } = aCross()
    const { page, desk } = await openDesk({ ...data, entities: [] }, path)
    expect(page.find('.keys').text()).toContain('A accepter')
    expect(page.find('.keys').text()).not.toContain('M fusionner')
    await page.find('.keys input').setValue(false)
    await settle()
    await press('a')
    await press('r')
    expect(desk.decisions).toHaveLength(0)
    expect(page.find('form.reason').exists()).toBe(false)
    expect(page.find('.evidence kbd').exists()).toBe(false)
    await page.find('.keys input').setValue(true)
    await press('a')
    expect(desk.decisions).toHaveLength(1)
  })
})
