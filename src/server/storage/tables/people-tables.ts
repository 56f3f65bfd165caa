import type { Role } from '../../../contract/access.ts'
import type { Database } from '../engine.ts'
import type { AccountRow, DeviceRow, InvitationRow, SessionRow } from '../people-rows.ts'
import type { Schema } from '../schema.ts'
import type { PeopleTables } from '../store.ts'

export function peopleTables(db: Database): PeopleTables {
  return {
    async putAccount(territory, { id, pseudonym, role, association, createdAt }) {
      const row = { pseudonym, role, association: association ?? null }
      await db
        .insertInto('accounts')
        .values({ territory, id, created_at: createdAt, ...row })
        .onConflict((conflict) => conflict.columns(['territory', 'id']).doUpdateSet(row))
        .execute()
    },
    async getAccounts(territory, ids) {
      if (ids.length === 0) return []
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('territory', '=', territory)
        .where('id', 'in', ids)
        .execute()
      return rows.map(toAccount)
    },
    async hasSignedIn(territory, role) {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('accounts', (join) =>
          join
            .onRef('accounts.territory', '=', 'sessions.territory')
            .onRef('accounts.id', '=', 'sessions.account'),
        )
        .select('accounts.id')
        .where('sessions.territory', '=', territory)
        .where('accounts.role', '=', role)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async putDevice(territory, { id, account, createdAt, lastSeenAt, revokedAt }) {
      const row = {
        account,
        last_seen_at: lastSeenAt ?? null,
        revoked_at: revokedAt ?? null,
      }
      await db
        .insertInto('devices')
        .values({ territory, id, created_at: createdAt, ...row })
        .onConflict((conflict) => conflict.columns(['territory', 'id']).doUpdateSet(row))
        .execute()
    },
    async markSeen(territory, id, lastSeenAt) {
      await db
        .updateTable('devices')
        .set({ last_seen_at: lastSeenAt })
        .where('territory', '=', territory)
        .where('id', '=', id)
        .execute()
    },
    async getDevice(territory, id) {
      const row = await db
        .selectFrom('devices')
        .selectAll()
        .where('territory', '=', territory)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && toDevice(row)
    },
    async listDevices(territory) {
      const rows = await db
        .selectFrom('devices')
        .selectAll()
        .where('territory', '=', territory)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(toDevice)
    },
    async putSession({ tokenHash, territory, account, device, createdAt, expiresAt }) {
      await db
        .insertInto('sessions')
        .values({
          token_hash: tokenHash,
          territory,
          account,
          device,
          created_at: createdAt,
          expires_at: expiresAt,
        })
        .onConflict((conflict) =>
          conflict.column('token_hash').doUpdateSet({ expires_at: expiresAt }),
        )
        .execute()
    },
    async prolongSession(tokenHash, expiresAt) {
      await db
        .updateTable('sessions')
        .set({ expires_at: expiresAt })
        .where('token_hash', '=', tokenHash)
        .execute()
    },
    async getSession(tokenHash) {
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row && toSession(row)
    },
    async whoIs(tokenHash) {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('devices', (join) =>
          join
            .onRef('devices.territory', '=', 'sessions.territory')
            .onRef('devices.id', '=', 'sessions.device')
            .onRef('devices.account', '=', 'sessions.account'),
        )
        .innerJoin('accounts', (join) =>
          join
            .onRef('accounts.territory', '=', 'sessions.territory')
            .onRef('accounts.id', '=', 'sessions.account'),
        )
        .selectAll('sessions')
        .select(['pseudonym', 'role', 'association', 'last_seen_at', 'revoked_at'])
        .select(['accounts.created_at as joined_at', 'devices.created_at as brought_at'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      if (!row) return undefined
      return {
        session: toSession(row),
        account: toAccount({ ...row, id: row.account, created_at: row.joined_at }),
        device: toDevice({ ...row, id: row.device, created_at: row.brought_at }),
      }
    },
    async removeSession(tokenHash) {
      await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
    },
    async removeSessionsOf(territory, account) {
      await db
        .deleteFrom('sessions')
        .where('territory', '=', territory)
        .where('account', '=', account)
        .execute()
    },
    async removeSessionsOn(territory, device) {
      await db
        .deleteFrom('sessions')
        .where('territory', '=', territory)
        .where('device', '=', device)
        .execute()
    },
    async putInvitation(invitation) {
      const row = fromInvitation(invitation)
      await db
        .insertInto('invitations')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute()
    },
    async getInvitation(secretHash) {
      const row = await db
        .selectFrom('invitations')
        .selectAll()
        .where((or) => or.or([or('token_hash', '=', secretHash), or('code_hash', '=', secretHash)]))
        .executeTakeFirst()
      return row && toInvitation(row)
    },
    async claimInvitation(id, { usedAt, usedByDevice, account }) {
      const { numUpdatedRows } = await db
        .updateTable('invitations')
        .set({ used_at: usedAt, used_by_device: usedByDevice, account })
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}

function toAccount(row: Schema['accounts']): AccountRow {
  return {
    id: row.id,
    pseudonym: row.pseudonym,
    role: row.role as Role,
    createdAt: row.created_at,
    ...(row.association === null ? {} : { association: row.association }),
  }
}

function toDevice(row: Schema['devices']): DeviceRow {
  return {
    id: row.id,
    account: row.account,
    createdAt: row.created_at,
    ...(row.last_seen_at === null ? {} : { lastSeenAt: row.last_seen_at }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  }
}

function toSession(row: Schema['sessions']): SessionRow {
  return {
    tokenHash: row.token_hash,
    territory: row.territory,
    account: row.account,
    device: row.device,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function fromInvitation(invitation: InvitationRow): Schema['invitations'] {
  return {
    id: invitation.id,
    territory: invitation.territory,
    role: invitation.role,
    association: invitation.association ?? null,
    token_hash: invitation.tokenHash,
    code_hash: invitation.codeHash,
    created_by: invitation.createdBy ?? null,
    created_at: invitation.createdAt,
    expires_at: invitation.expiresAt,
    used_at: invitation.usedAt ?? null,
    used_by_device: invitation.usedByDevice ?? null,
    account: invitation.account ?? null,
  }
}

function toInvitation(row: Schema['invitations']): InvitationRow {
  return {
    id: row.id,
    territory: row.territory,
    role: row.role as Role,
    tokenHash: row.token_hash,
    codeHash: row.code_hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.association === null ? {} : { association: row.association }),
    ...(row.created_by === null ? {} : { createdBy: row.created_by }),
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
    ...(row.used_by_device === null ? {} : { usedByDevice: row.used_by_device }),
    ...(row.account === null ? {} : { account: row.account }),
  }
}
