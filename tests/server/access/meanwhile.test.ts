import { afterEach, describe, expect, it } from 'vitest'
import { ERASED_NAME } from '../../../src/server/access/erased-accounts.ts'
import { invite, redeem } from '../../../src/server/access/invitations.ts'
import { makeRecoveryCode } from '../../../src/server/access/recovery-code.ts'
import type { Session } from '../../../src/server/access/session.ts'
import { aRefusal, aReport, newId, TERRITORY } from '../../support/records.ts'
import { ENGINES, serverOn } from '../../support/server-on.ts'
import type { Phone, TestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('what happens meanwhile, on %s', (engine) => {
  const open = serverOn(engine)
  let server: TestServer
  afterEach(() => server.dispose())
  const begin = async () => {
    server = await open()
  }
  const accountOf = async (device: string) =>
    (await server.services.store.read((tx) => tx.people.getDevice(TERRITORY, device)))!.account

  /** A request of `who` that has arrived when `meanwhile` is over, and not before. */
  const slowly = async (
    who: Phone,
    path: string,
    json: unknown,
    meanwhile: () => Promise<void>,
  ): Promise<unknown> => {
    let finish: () => void = () => undefined
    const body = new ReadableStream({
      start(controller) {
        finish = () => {
          controller.enqueue(new TextEncoder().encode(JSON.stringify(json)))
          controller.close()
        }
      },
    })
    const asked = who.request(path, { method: 'POST', body, duplex: 'half' } as RequestInit)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await meanwhile()
    finish()
    return (await asked).json()
  }
  const withdrawn = async (admin: Phone, { device }: Phone) => {
    const gone = await admin.request(`/api/devices/${device}`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
  }

  it('[P29] a decision that arrives slowly is not taken once its author was withdrawn', async () => {
    await begin()
    const [admin, staff] = [await server.phone('admin'), await server.phone('staff')]
    const phone = await server.phone()
    const report = aReport({ device: phone.device })
    await phone.push([report])
    const path = '/api/desk/decisions'
    const answer = await slowly(staff, path, aRefusal(report), () => withdrawn(admin, staff))
    expect(answer).toMatchObject({ problem: 'device-revoked' })
    const none = () => Promise.resolve()
    expect(await slowly(admin, path, aRefusal(report), none)).toMatchObject({ outcome: 'applied' })
  })

  it('[P29] an invitation whose request arrives slowly is not made once its author was withdrawn', async () => {
    await begin()
    const [admin, staff] = [await server.phone('admin'), await server.phone('staff')]
    const wish = { territory: TERRITORY, role: 'tester' }
    const answer = await slowly(staff, '/api/invitations', wish, () => withdrawn(admin, staff))
    expect(answer).toMatchObject({ problem: 'device-revoked' })
    const journal = (await (
      await admin.request(`/api/desk/journal?territory=${TERRITORY}`)
    ).json()) as { rows: { action: string }[] }
    expect(journal.rows.filter(({ action }) => action === 'invited')).toHaveLength(2)
  })

  it('[P29] nor a code on paper', async () => {
    await begin()
    const [admin, staff] = [await server.phone('admin'), await server.phone('staff')]
    const session: Session = {
      ...{ account: await accountOf(staff.device), device: staff.device, territory: TERRITORY },
      ...{ role: 'staff', pseudonym: '', revoked: false, stale: false },
    }
    await makeRecoveryCode(server.services, session)
    await admin.request(`/api/devices/${staff.device}`, { method: 'DELETE' })
    await expect(makeRecoveryCode(server.services, session)).rejects.toMatchObject({
      code: 'device-revoked',
    })
  })

  it('[P29] who is being forgotten does not come back with an answer that was asked for again', async () => {
    await begin()
    const { store } = server.services
    const { code } = await invite(server.services, { territory: TERRITORY, role: 'tester' })
    const request = { code, device: newId(), pseudonym: 'Camille', fifteenOrOlder: true as const }
    const { account } = await redeem(server.services, request)
    let begun: () => void = () => undefined
    const isBegun = new Promise<void>((resolve) => (begun = resolve))
    const forgetting = store.transaction(async (tx) => {
      await tx.feed.hold(TERRITORY)
      await tx.people.putAccount(TERRITORY, { ...account, pseudonym: ERASED_NAME })
      begun()
      // On PostgreSQL the other one runs beside this; on SQLite it waits.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await tx.people.removeSessionsOf(TERRITORY, account.id)
    })
    await isBegun
    const again = redeem(server.services, request)
    await forgetting
    const opened = await again
    expect(opened.account.id).not.toBe(account.id)
    const [kept] = await store.read((tx) => tx.people.getAccounts(TERRITORY, [account.id]))
    expect(kept?.pseudonym).toBe(ERASED_NAME)
  })
})
