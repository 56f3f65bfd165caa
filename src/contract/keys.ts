import * as z from 'zod/mini'
import { instant, uuid } from '../domain/observation/observation.ts'
import { oneLine } from './one-line.ts'

/** What the browser's own key dialogue takes and gives: JSON of WebAuthn level 3, bytes in base64url. */
const bytes = z.string().check(z.minLength(1), z.maxLength(20_000), z.regex(/^[A-Za-z0-9_-]+$/))
const credential = {
  id: bytes.check(z.maxLength(1_400)),
  rawId: bytes.check(z.maxLength(1_400)),
  type: z.literal('public-key'),
  clientExtensionResults: z._default(z.record(z.string(), z.unknown()), {}),
}
export const passkeyName = oneLine(60).check(z.trim(), z.minLength(1))

/** `POST /api/passkeys/options` (add) and `POST /api/passkeys/sign-in-options`: good once, for minutes. */
export const passkeyOptions = z.looseObject({
  jalon: z.literal('passkey-options'),
  options: z.looseObject({ challenge: z.string() }),
})

/** `POST /api/passkeys`: what the browser made of the options. */
export const addPasskeyRequest = z.looseObject({
  name: passkeyName,
  credential: z.looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(10))),
    }),
  }),
})
export type AddPasskeyRequest = z.infer<typeof addPasskeyRequest>

/** `POST /api/passkeys/sign-in` */
export const passkeySignInRequest = z.looseObject({
  device: uuid,
  credential: z.looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: z.optional(bytes),
    }),
  }),
})
export type PasskeySignInRequest = z.infer<typeof passkeySignInRequest>

export const passkeyRow = z.looseObject({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: z.optional(instant),
})
export type PasskeyView = z.infer<typeof passkeyRow>

/** `GET /api/passkeys`: one's own, and whether there is a code on paper that still opens. */
export const passkeysAnswer = z.looseObject({
  jalon: z.literal('passkeys'),
  rows: z.array(passkeyRow),
  recoveryCode: z.optional(z.looseObject({ createdAt: instant, usedAt: z.optional(instant) })),
})
export type PasskeysAnswer = z.infer<typeof passkeysAnswer>

/** What is on the paper: 20 letters and digits that cannot be mistaken for each other, 100 bits. */
export const recoveryCode = z.string().check(z.regex(/^[A-HJ-NP-Z2-9]{20}$/))

/** `POST /api/recovery-code`: shown this once. The former one is void. */
export const recoveryCodeAnswer = z.looseObject({
  jalon: z.literal('recovery-code'),
  code: recoveryCode,
  createdAt: instant,
})
export type RecoveryCodeAnswer = z.infer<typeof recoveryCodeAnswer>

/** `POST /api/recovery-code/sign-in` */
export const recoverySignInRequest = z.looseObject({ device: uuid, code: recoveryCode })
export type RecoverySignInRequest = z.infer<typeof recoverySignInRequest>
