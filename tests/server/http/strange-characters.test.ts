import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aKey } from '../../support/authenticator.ts'
import { AT, aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { jsonFile, rescueZip } from '../../support/rescue-zip.ts'
import { ENGINES, serverOn } from '../../support/server-on.ts'
import type { Phone, TestServer } from '../../support/test-server.ts'

const NUL = '\u0000'
const HALF = '\ud83e'
const ORIGIN = 'http://localhost:8080'

/** PostgreSQL keeps no NUL in a text, SQLite does; half a character is no UTF-8: neither is to be noticed outside. */
describe.each(ENGINES)('characters that are none, on %s', (engine) => {
  const open = serverOn(engine)
  let server: TestServer
  let phone: Phone
  let staff: Phone
  beforeAll(async () => {
    server = await open()
    phone = await server.phone()
    staff = await server.phone('admin')
  }, 60_000)
  afterAll(() => server.dispose())

  const post = (who: Pick<Phone, 'request'>, path: string, body: unknown) =>
    who.request(path, {
      method: 'POST',
      headers: { Origin: ORIGIN, Host: new URL(ORIGIN).host },
      body: JSON.stringify(body),
    })
  const answerOf = async (asked: Promise<Response>): Promise<[number, unknown]> => {
    const response = await asked
    return [response.status, await response.json()]
  }
  const refused = (field: string) => [400, { problem: 'invalid-request', field }]

  it('[P30] in an address: refused, whoever asks', async () => {
    for (const path of [
      '/api/territories/%00',
      '/api/territories/a%00/packs',
      '/catalogue/trails/%00/v1.geojson',
      '/catalogue/trails.geojson?territory=%00',
      '/sentiers/%00',
      `/api/desk/trails/%00?territory=${TERRITORY}`,
      `/api/pull?territory=${TERRITORY}&%00=1`,
      '/?q=%00',
    ]) {
      expect(await answerOf(staff.request(path)), path).toEqual(refused('address'))
    }
    for (const path of ['/api/passkeys/%00', '/api/devices/%00']) {
      const asked = staff.request(path, { method: 'DELETE' })
      expect(await answerOf(asked), path).toEqual(refused('address'))
    }
    // Half a character in an address is only a name that nobody has.
    for (const path of ['/api/territories/%ED%A0%80', '/catalogue/trails/%ff/v1.geojson']) {
      expect((await staff.request(path)).status, path).toBe(404)
    }
  })

  it.each([
    ['NUL', NUL],
    ['half a character', HALF],
    ['an escape sequence', '\u001b[2J'],
    ['a new line', '\n'],
  ])('[P30] %s in a name that is kept: refused, and the field is named', async (_what, evil) => {
    const invitation = await answerOf(
      post(staff, '/api/invitations', { territory: TERRITORY, role: 'tester' }),
    )
    const { code } = invitation[1] as { code: string }
    const joining = { code, device: newId(), fifteenOrOlder: true }
    const join = (pseudonym: string) =>
      post(server, '/api/invitations/redeem', { ...joining, pseudonym })
    expect(await answerOf(join(`Ma${evil}rie`))).toEqual(refused('pseudonym'))
    expect((await join('Marie 🥾 d’Été')).status).toBe(200)

    const association = `Les ${evil} amis`
    const asked = { territory: TERRITORY, role: 'referent', association }
    expect(await answerOf(post(staff, '/api/invitations', asked))).toEqual(refused('association'))

    const options = (await (await post(staff, '/api/passkeys/options', {})).json()) as {
      options: { challenge: string }
    }
    const credential = aKey().add(options.options, { origin: ORIGIN })
    const named = { name: `PC ${evil} du bureau`, credential }
    expect(await answerOf(post(staff, '/api/passkeys', named))).toEqual(refused('name'))
  })

  it('[P29] in a challenge that was never given: nobody comes in', async () => {
    for (const challenge of [NUL, HALF, 'x'.repeat(10_000)]) {
      const credential = aKey().signIn({ challenge }, { origin: ORIGIN })
      const asked = post(server, '/api/passkeys/sign-in', { device: newId(), credential })
      expect(await answerOf(asked)).toEqual([410, { problem: 'passkey-late' }])
    }
  })

  it('[P09] [P10] in the words of a record: it is taken as it was written, and blocks no other', async () => {
    const { device } = phone
    const strange = { ...aReport({ device, text: `Avant${NUL}après ${HALF}` }), [`x${NUL}`]: NUL }
    const honest = aReport({ device })
    const expected = ['created', 'created']
    for (const outcome of [expected, ['duplicate', 'duplicate']]) {
      const { outcomes } = await phone.push([strange, honest])
      expect(outcomes.map((one) => one.outcome)).toEqual(outcome)
    }
    const kept = await server.services.store.read((tx) =>
      tx.observations.get(TERRITORY, strange.id),
    )
    expect(kept!.observation).toEqual(strange)
    const own = (await (await phone.request('/api/own-data')).text()).split('\\u0000')
    expect(own.length).toBeGreaterThan(2)
  })

  it('[P09] [P10] where a record names something: kept aside as it came, once, and blocks no other', async () => {
    const { device } = phone
    const wrong = [
      { ...aReport({ device }), id: NUL },
      aReport({ device: NUL }),
      aReport({ device, trail: `${newId()}${NUL}` }),
      aHeritagePoint({ device, heritageKind: `lavoir${NUL}` }),
      { ...aReport({ device }), properties: { [NUL]: HALF } },
      NUL,
      HALF,
    ]
    const { outcomes } = await phone.push([...wrong, aReport({ device })])
    expect(outcomes.map((one) => one.outcome)).toEqual([...wrong.map(() => 'rejected'), 'created'])
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    const raws = kept.map(({ json }) => JSON.parse(json) as unknown)
    for (const raw of wrong) expect(raws).toContainEqual(raw)
    const shown = await staff.request(`/api/desk/quarantine?territory=${TERRITORY}`)
    expect(shown.status).toBe(200)
    // The office tries to take it in: it stays where it is.
    for (const { id } of kept) {
      const path = `/api/desk/quarantine/${id}/take-in`
      const [status, answer] = await answerOf(post(staff, path, {}))
      expect([status, answer]).toMatchObject([200, { outcome: { outcome: 'rejected' } }])
    }
  })

  it('[P23] in a rescue file: what can be read is taken in, the rest kept aside', async () => {
    const good = aReport({ device: phone.device })
    const records = [aReport({ device: NUL }), aReport({ device: HALF }), good]
    const files = records.map((record, i) => [`records/${i}.json`, jsonFile(record)] as const)
    const response = await staff.request(`/api/desk/rescue?territory=${TERRITORY}`, {
      method: 'POST',
      body: Buffer.from(rescueZip(Object.fromEntries(files))),
    })
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { records: { created: 1, rejected: 2 } },
    ])
  })

  it('[P30] in a decision: its words are kept, its names refused', async () => {
    const base = { schema: 1, territory: TERRITORY, kind: 'decision', decidedAt: AT }
    const decision = (properties: object, geometry: object | null) => ({
      ...{ type: 'Feature', id: newId(), geometry },
      properties: { ...base, target: newId(), ...properties },
    })
    const line = {
      type: 'LineString',
      coordinates: [
        [-0.69, 43.63],
        [-0.68, 43.64],
      ],
    }
    const create = (attributes: object) => decision({ action: 'create-trail', attributes }, line)
    const named = create({ name: `Boucle ${NUL} ${HALF}`, slug: 'boucle' })
    expect(await answerOf(post(staff, '/api/desk/decisions', named))).toMatchObject([
      200,
      { outcome: 'applied' },
    ])
    const badSlug = create({ name: 'Boucle', slug: `bou${NUL}cle` })
    expect(await answerOf(post(staff, '/api/desk/decisions', badSlug))).toMatchObject([
      200,
      { outcome: 'refused', code: 'invalid' },
    ])
    const reason = decision({ action: 'refuse', observation: newId(), reason: `Non ${NUL}` }, null)
    expect(await answerOf(post(staff, '/api/desk/decisions', reason))).toMatchObject([
      200,
      { outcome: 'refused' },
    ])
  })
})
