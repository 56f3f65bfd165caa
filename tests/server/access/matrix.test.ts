import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../../src/contract/access.ts'
import { ACTIONS, mayDo, type Action } from '../../../src/server/access/may-do.ts'
import { TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

const OTHER = 'ailleurs'
const SHA = 'a'.repeat(64)
const TRAIL = '01920000-0000-7000-8000-000000000000'
const IN = `territory=${TERRITORY}`

/** Who asks: nobody, each role, a revoked tester, an administrator of another territory. */
const WHO = ['nobody', 'tester', 'referent', 'staff', 'admin', 'revoked', 'foreign'] as const
type Who = (typeof WHO)[number]

/**
 * One line per endpoint: `y` gets through to the endpoint itself (which may then find the request wanting),
 * `n` is refused for who is asking (401 or 403), in the order of `WHO`. A revoked device may still push and
 * send blobs, into quarantine. Reading one's own blobs, invitations by a referent and devices have tests of their own.
 */
const MATRIX: readonly (readonly [endpoint: string, cells: string, body?: string])[] = [
  ['GET /healthz', 'yyyyyyy'],
  ['GET /api/info', 'yyyyyyy'],
  ['GET /api/openapi.json', 'yyyyyyy'],
  [`GET /api/territories/${TERRITORY}`, 'yyyyyyy'],
  [`GET /api/territories/${TERRITORY}/packs`, 'yyyyyyy'],
  ['POST /api/invitations/redeem', 'yyyyyyy', '{}'],
  ['DELETE /api/session', 'yyyyyyy'],
  ['GET /api/session', 'nyyyyny'],
  ['GET /api/own-data', 'nyyyyny'],
  ['DELETE /api/own-data', 'n'.repeat(WHO.length)],
  ['POST /api/push', 'nyyyyyy', '{}'],
  [`GET /api/pull?${IN}`, 'nyyyynn'],
  ['GET /api/events', 'nyyyyny'],
  [`GET /api/blobs/${SHA}`, 'nyyyyny'],
  [`PATCH /api/blobs/${SHA}`, 'nyyyyyy', 'x'],
  [`HEAD /api/blobs/${SHA}`, 'nyyyyyy'],
  [`POST /api/invitations`, 'nnnyynn', `{"territory":"${TERRITORY}","role":"tester"}`],
  [`GET /api/devices?${IN}`, 'nnyyynn'],
  [`DELETE /api/devices/${TRAIL}`, 'nnyyyny'],
  [`GET /api/desk/quarantine?${IN}`, 'nnnyynn'],
  [`GET /api/desk/quarantine/file?${IN}`, 'nnnyynn'],
  [`POST /api/desk/rescue?${IN}`, 'nnnyynn', 'x'],
  [`POST /api/desk/quarantine/${TRAIL}/take-in`, 'nnnyyny'],
  [`GET /api/desk/journal?${IN}`, 'nnnnynn'],
  ['GET /api/passkeys', 'nnnyyny'],
  ['POST /api/passkeys/options', 'nnnyyny'],
  ['POST /api/passkeys', 'nnnyyny', '{}'],
  [`DELETE /api/passkeys/${TRAIL}`, 'nnnyyny'],
  ['POST /api/passkeys/sign-in-options', 'yyyyyyy'],
  ['POST /api/passkeys/sign-in', 'yyyyyyy', '{}'],
  ['POST /api/recovery-code', 'nnnyyny'],
  ['POST /api/recovery-code/sign-in', 'yyyyyyy', '{}'],
  [`GET /api/desk/trails?${IN}`, 'nnnyynn'],
  [`GET /api/desk/trails/${TRAIL}?${IN}`, 'nnnyynn'],
  [`POST /api/desk/decisions`, 'nnnyyny', '{}'],
  [`POST /api/desk/trail-files?${IN}`, 'nnnyynn', 'x'],
]

describe('who may do what', () => {
  let server: TestServer
  const people = new Map<Who, Phone>()
  beforeAll(async () => {
    server = await testServer({ territories: [TERRITORY, OTHER] })
    for (const role of ROLES) people.set(role, await server.phone(role))
    people.set('foreign', await server.phone('admin', { territory: OTHER }))
    const revoked = await server.phone()
    people.set('revoked', revoked)
    const gone = await people.get('staff')!.request(`/api/devices/${revoked.device}`, {
      method: 'DELETE',
    })
    expect(gone.status).toBe(204)
  })
  afterAll(() => server.dispose())

  it('[P29] every address of the API is in the table', () => {
    const inTable = new Set(
      MATRIX.map(([endpoint]) => {
        const [method, path] = endpoint.split(/[ ?]/)
        return `${method} ${path!.replace(SHA, ':').replace(TRAIL, ':').replace(TERRITORY, ':')}`
      }),
    )
    const served = server.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/, ':')}`)
    expect([...new Set(served)].filter((one) => !inTable.has(one))).toEqual([])
  })

  for (const [endpoint, cells, body] of MATRIX) {
    it.each(WHO.map((who, column) => [who, cells[column]] as const))(
      `[P29] ${endpoint} by %s: %s`,
      async (who, cell) => {
        const [method, path] = endpoint.split(' ') as [string, string]
        const cookie = people.get(who)?.cookie
        // Signing out ends a session: it must not be anybody's here.
        const signsOut =
          endpoint.startsWith('DELETE /api/session') || endpoint === 'DELETE /api/own-data'
        const response = await server.request(path, {
          method,
          ...(body === undefined ? {} : { body }),
          ...(cookie && !signsOut ? { cookie } : {}),
        })
        await response.body?.cancel()
        const refused = response.status === 401 || response.status === 403
        expect(refused ? 'n' : 'y').toBe(cell)
        if (who === 'nobody' && refused) expect(response.status).toBe(401)
        if (who === 'revoked' && refused) expect(response.status).toBe(401)
      },
    )
  }
})

describe('the one function that decides', () => {
  const session = (role: (typeof ROLES)[number], more = {}) => ({
    territory: TERRITORY,
    role,
    revoked: false,
    ...more,
  })

  it('[P29] nobody may do anything elsewhere, and a revoked device nothing anywhere', () => {
    for (const role of ROLES) {
      for (const action of ACTIONS) {
        expect(mayDo(session(role), action, { territory: OTHER })).toBe(false)
        const scope = { territory: TERRITORY }
        expect(mayDo(session(role, { revoked: true }), action, scope)).toBe(false)
      }
    }
  })

  it('[P29] nobody invites, lists or revokes above oneself', () => {
    for (const action of ['invite', 'list-devices', 'revoke-device'] satisfies Action[]) {
      const reach = (role: (typeof ROLES)[number]) =>
        ROLES.filter((other) =>
          mayDo(session(role, { association: 'A' }), action, {
            territory: TERRITORY,
            role: other,
            association: 'A',
          }),
        )
      expect(reach('tester')).toEqual([])
      expect(reach('referent')).toEqual(['tester'])
      expect(reach('staff')).toEqual(['tester', 'referent', 'staff'])
      expect(reach('admin')).toEqual(['tester', 'referent', 'staff', 'admin'])
    }
  })

  it('[P29] a referent’s reach ends at the association', () => {
    const referent = session('referent', { association: 'Les Sentiers' })
    const scope = { territory: TERRITORY, role: 'tester' as const }
    expect(mayDo(referent, 'invite', { ...scope, association: 'Les Sentiers' })).toBe(true)
    expect(mayDo(referent, 'invite', { ...scope, association: 'Autre' })).toBe(false)
    expect(mayDo(referent, 'invite', scope)).toBe(false)
    expect(mayDo(session('referent'), 'invite', scope)).toBe(false)
  })
})
