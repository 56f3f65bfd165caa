import * as z from 'zod/mini'
import { inviteRequest, redeemRequest, type DeviceRow } from '../../contract/access.ts'
import { API } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import { slug, uuid } from '../../domain/observation/observation.ts'
import type { Routes } from '../http/routes.ts'
import { parsed, readQuery } from '../http/query.ts'
import { addressOf, rateLimit, unlessRefused } from '../http/rate-limit.ts'
import { readJson } from '../http/request-body.ts'
import {
  authorise,
  forgetSessionCookie,
  requireSession,
  setSessionCookie,
  tokenOf,
} from './session-cookie.ts'
import { listDevices, revokeDevice } from './devices.ts'
import { invite, redeem } from './invitations.ts'
import { mayDo } from './may-do.ts'
import { hashOfSecret } from './secrets.ts'
import { openedAnswer, sessionAnswer } from './session-answer.ts'
import type { AccessServices } from './access-services.ts'

const SMALL_BODY = 10_000
/** Wrong invitations, from one address, in one minute. Right ones do not count. */
const WRONG_GUESSES_PER_MINUTE = 20
/**
 * Wrong codes from everywhere: a code is short enough to type (40 bits), so that who has very many addresses
 * could find one. In the seven days of an invitation, this is one try in a hundred thousand. Links go on working.
 */
const WRONG_CODES_PER_MINUTE = 1_000
const INVITATIONS_PER_MINUTE = 120

const devicesQuery = z.strictObject({ territory: slug })

export const accessRoutes: Routes<AccessServices> = (app, services) => {
  const { store, config, nowMs } = services
  const wrongGuesses = rateLimit(WRONG_GUESSES_PER_MINUTE)
  const wrongCodes = rateLimit(WRONG_CODES_PER_MINUTE)
  const invitations = rateLimit(INVITATIONS_PER_MINUTE)

  app.get(API.session, async (c) => {
    const session = await requireSession(c, services)
    c.header('Cache-Control', 'no-store')
    return c.json(sessionAnswer(session))
  })

  app.delete(API.session, async (c) => {
    const token = tokenOf(c, services)
    if (token !== undefined) {
      await store.transaction((tx) => tx.people.removeSession(hashOfSecret(token)))
    }
    forgetSessionCookie(c, services)
    return c.body(null, 204)
  })

  app.post(API.redeem, async (c) => {
    const request = parsed(redeemRequest, await readJson(c, SMALL_BODY))
    const presented = tokenOf(c, services)
    // A link has 128 bits: it is no guess, and others' wrong guesses never shut it out.
    const byLink = request.token !== undefined
    const guesses = byLink
      ? []
      : [wrongGuesses.count(addressOf(c, config), nowMs()), wrongCodes.count('', nowMs())]
    const takeBack = () => guesses.forEach((one) => one())
    const opened = await unlessRefused(takeBack, () => redeem(services, request, presented))
    setSessionCookie(c, services, opened.token)
    c.header('Cache-Control', 'no-store')
    return c.json(openedAnswer(opened))
  })

  app.post(API.invitations, async (c) => {
    const { account, device } = await requireSession(c, services)
    invitations.count(account, nowMs())
    const request = parsed(inviteRequest, await readJson(c, SMALL_BODY))
    const { territory, role, association } = request
    const scope = { territory, role, association }
    await authorise(c, services, 'invite', () => scope)
    c.header('Cache-Control', 'no-store')
    const by = { account, device }
    return c.json(await invite(services, { territory, role, association, by }), 201)
  })

  app.get(API.devices, async (c) => {
    const { territory } = readQuery(c, devicesQuery)
    const session = await authorise(c, services, 'list-devices', () => ({ territory }))
    const rows: readonly DeviceRow[] = await listDevices(services, territory)
    c.header('Cache-Control', 'no-store')
    return c.json({
      jalon: 'devices',
      rows: rows.filter(({ role, association }) =>
        mayDo(session, 'list-devices', { territory, role, association }),
      ),
    })
  })

  app.delete('/api/devices/:id', async (c) => {
    const session = await authorise(c, services, 'revoke-device')
    const id = parsed(uuid, c.req.param('id'))
    const { territory } = session
    const row = (await listDevices(services, territory)).find((one) => one.id === id)
    if (!row) throw new Problem('not-found')
    const { role, association } = row
    if (!mayDo(session, 'revoke-device', { territory, role, association })) {
      throw new Problem('not-allowed')
    }
    await revokeDevice(services, session, id)
    return c.body(null, 204)
  })

  app.get('/api/territories/:id', async (c) => {
    const territory = await store.read((tx) => tx.territories.get(c.req.param('id')))
    if (!territory) throw new Problem('unknown-territory')
    c.header('Cache-Control', 'no-cache')
    return c.json({ jalon: 'territory', territory })
  })
}
