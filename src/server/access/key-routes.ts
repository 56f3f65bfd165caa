import type { Context } from 'hono'
import { API } from '../../contract/endpoints.ts'
import {
  addPasskeyRequest,
  passkeySignInRequest,
  recoverySignInRequest,
  type PasskeyView,
} from '../../contract/keys.ts'
import type { Env, Routes } from '../http/routes.ts'
import { parsed } from '../http/query.ts'
import { addressOf, rateLimit, unlessRefused } from '../http/rate-limit.ts'
import { readJson } from '../http/request-body.ts'
import { authorise, setSessionCookie } from './session-cookie.ts'
import type { PasskeyRow } from '../storage/keys.ts'
import type { Opened } from './open-session.ts'
import {
  addPasskey,
  optionsToAdd,
  optionsToSignIn,
  removePasskey,
  signInWithPasskey,
} from './passkeys.ts'
import { makeRecoveryCode, signInWithRecoveryCode } from './recovery-code.ts'
import { relyingParty } from './relying-party.ts'
import { openedAnswer } from './session-answer.ts'
import type { AccessServices } from './access-services.ts'

const SMALL_BODY = 60_000
/** Challenges for nobody in particular are written down: so many from one address in one minute. */
const OPTIONS_PER_MINUTE = 60
/** Keys and codes that were refused, from one address, in one minute. */
const REFUSED_PER_MINUTE = 10

/** How those who decide come back without an invitation: passkeys, and a code on paper. */
export const keyRoutes: Routes<AccessServices> = (app, services) => {
  const { store, config, nowMs } = services
  const options = rateLimit(OPTIONS_PER_MINUTE)
  const refused = rateLimit(REFUSED_PER_MINUTE)

  app.get(API.passkeys, async (c) => {
    const { territory, account } = await authorise(c, services, 'keep-keys')
    const { passkeys, code } = await store.read(async ({ keys }) => ({
      passkeys: await keys.listPasskeys(territory, account),
      code: await keys.recoveryCodeOf(territory, account),
    }))
    c.header('Cache-Control', 'no-store')
    return c.json({
      jalon: 'passkeys',
      rows: passkeys.map(toView),
      ...(code
        ? {
            recoveryCode: {
              createdAt: code.createdAt,
              ...(code.usedAt === undefined ? {} : { usedAt: code.usedAt }),
            },
          }
        : {}),
    })
  })

  app.post(API.passkeyOptions, async (c) => {
    const session = await authorise(c, services, 'keep-keys')
    options.count(session.account, nowMs())
    const made = await optionsToAdd(services, session, relyingParty(c, config))
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'passkey-options', options: made })
  })

  app.post(API.passkeys, async (c) => {
    const session = await authorise(c, services, 'keep-keys')
    const request = parsed(addPasskeyRequest, await readJson(c, SMALL_BODY))
    const row = await addPasskey(services, session, request, relyingParty(c, config))
    return c.json({ jalon: 'passkey', ...toView(row) }, 201)
  })

  app.delete('/api/passkeys/:id', async (c) => {
    const session = await authorise(c, services, 'keep-keys')
    await removePasskey(services, session, c.req.param('id'))
    return c.body(null, 204)
  })

  app.post(API.passkeySignInOptions, async (c) => {
    options.count(addressOf(c, config), nowMs())
    const made = await optionsToSignIn(services, relyingParty(c, config))
    c.header('Cache-Control', 'no-store')
    return c.json({ jalon: 'passkey-options', options: made })
  })

  app.post(API.passkeySignIn, (c) =>
    signIn(c, async () => {
      const request = parsed(passkeySignInRequest, await readJson(c, SMALL_BODY))
      return signInWithPasskey(services, request, relyingParty(c, config))
    }),
  )

  app.post(API.recoveryCode, async (c) => {
    const session = await authorise(c, services, 'keep-keys')
    options.count(session.account, nowMs())
    c.header('Cache-Control', 'no-store')
    return c.json(await makeRecoveryCode(services, session), 201)
  })

  app.post(API.recoverySignIn, (c) =>
    signIn(c, async () => {
      const request = parsed(recoverySignInRequest, await readJson(c, SMALL_BODY))
      return signInWithRecoveryCode(services, request)
    }),
  )

  /** Opens a session with whatever proved who it is; what was refused counts. */
  async function signIn(c: Context<Env>, prove: () => Promise<Opened>): Promise<Response> {
    const guess = refused.count(addressOf(c, config), nowMs())
    const opened = await unlessRefused(guess, prove)
    setSessionCookie(c, services, opened.token)
    c.header('Cache-Control', 'no-store')
    return c.json(openedAnswer(opened))
  }
}

function toView({ id, name, createdAt, lastUsedAt }: PasskeyRow): PasskeyView {
  return { id, name, createdAt, ...(lastUsedAt === undefined ? {} : { lastUsedAt }) }
}
