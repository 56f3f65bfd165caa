import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { journalAnswer } from '../../../src/contract/journal.ts'
import { newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('the journal', () => {
  let server: TestServer
  let admin: Phone
  beforeEach(async () => {
    server = await testServer()
    admin = await server.phone('admin')
  })
  afterEach(() => server.dispose())

  const read = async (more = '') =>
    journalAnswer.parse(
      await (await admin.request(`/api/desk/journal?territory=${TERRITORY}${more}`)).json(),
    )

  it('[P29] tells every access change, newest first, by people’s names, page by page', async () => {
    const phone = await server.phone()
    await admin.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
    const all = await read()
    expect(all.rows.map(({ action }) => action)).toEqual([
      'revoked',
      'joined',
      'invited',
      'joined',
      'invited',
    ])
    expect(all.more).toBe(false)
    expect(all.rows[0]).toMatchObject({
      actor: `admin ${admin.device.slice(-4)}`,
      label: `tester ${phone.device.slice(-4)}`,
      subject: phone.device,
    })
    expect(all.rows[4]).not.toHaveProperty('actor')
    const pages = [await read('&limit=3')]
    pages.push(await read(`&limit=3&before=${pages[0]!.rows[2]!.id}`))
    expect(pages.map(({ more }) => more)).toEqual([true, false])
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows)
  })

  it('[P29] tells every decision, also those that were refused, once', async () => {
    const staff = await server.phone('staff')
    const decision = {
      type: 'Feature',
      id: newId(),
      geometry: null,
      properties: {
        ...{ kind: 'decision', schema: 1, territory: TERRITORY, target: newId() },
        ...{ action: 'reopen', decidedAt: new Date().toISOString(), base: 0, reason: 'Sec' },
      },
    }
    const send = () =>
      staff.request('/api/desk/decisions', { method: 'POST', body: JSON.stringify(decision) })
    const answer = (await (await send()).json()) as { outcome: string; code: string }
    await send()
    expect(answer.outcome).toBe('refused')
    const told = (await read()).rows.filter(({ action }) => action === 'decided')
    expect(told).toMatchObject([
      {
        actor: `staff ${staff.device.slice(-4)}`,
        subject: decision.properties.target,
        details: { action: 'reopen', outcome: answer.code, decision: decision.id },
      },
    ])
  })
})
