import * as z from 'zod/mini'
import { instant, slug, uuid } from '../domain/observation/observation.ts'
import { oneLine } from './one-line.ts'

export const ROLES = ['tester', 'referent', 'staff', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** 128 bits in base64url: the part of an invitation link behind `#`. */
export const invitationToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))
/** What people type: 8 letters and digits that cannot be mistaken for each other. */
export const invitationCode = z.string().check(z.regex(/^[A-HJ-NP-Z2-9]{8}$/))

/** `POST /api/invitations/redeem` */
export const redeemRequest = z.looseObject({
  token: z.optional(invitationToken),
  code: z.optional(invitationCode),
  /** The phone's own id, kept when it pairs again. */
  device: uuid,
  pseudonym: oneLine(60).check(z.trim(), z.minLength(1)),
  fifteenOrOlder: z.optional(z.boolean()),
})
export type RedeemRequest = z.infer<typeof redeemRequest>

/** `GET /api/session`, and the answer to a redeemed invitation. */
export const sessionAnswer = z.looseObject({
  jalon: z.literal('session'),
  account: uuid,
  device: uuid,
  pseudonym: z.string(),
  territory: slug,
  role: z.enum(ROLES),
  association: z.optional(z.string()),
})
export type SessionAnswer = z.infer<typeof sessionAnswer>

/** `POST /api/invitations` (staff, and referents for their own association). */
export const inviteRequest = z.looseObject({
  territory: slug,
  role: z.enum(ROLES),
  association: z.optional(oneLine(120)),
})
export type InviteRequest = z.infer<typeof inviteRequest>
export const inviteAnswer = z.looseObject({
  jalon: z.literal('invitation'),
  id: uuid,
  /** Path and fragment of the link; the phone knows the host. */
  link: z.string(),
  code: invitationCode,
  expiresAt: instant,
})
export type InviteAnswer = z.infer<typeof inviteAnswer>

/** `GET /api/devices`, `DELETE /api/devices/<id>` (staff). */
export const deviceRow = z.looseObject({
  id: uuid,
  pseudonym: z.string(),
  role: z.enum(ROLES),
  association: z.optional(z.string()),
  createdAt: instant,
  lastSeenAt: z.optional(instant),
  revokedAt: z.optional(instant),
})
export type DeviceRow = z.infer<typeof deviceRow>
