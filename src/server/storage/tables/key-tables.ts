import type { Database } from '../engine.ts'
import type { ChallengeRow, KeyTables, PasskeyRow, RecoveryCodeRow } from '../keys.ts'
import type { Schema } from '../schema.ts'

export function keyTables(db: Database): KeyTables {
  return {
    async addPasskey(territory, passkey) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('passkeys')
        .values(fromPasskey(territory, passkey))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async getPasskey(id) {
      const row = await db
        .selectFrom('passkeys')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && { territory: row.territory, passkey: toPasskey(row) }
    },
    async listPasskeys(territory, account) {
      const rows = await db
        .selectFrom('passkeys')
        .selectAll()
        .where('territory', '=', territory)
        .where('account', '=', account)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(toPasskey)
    },
    async usePasskey(id, { from, counter, usedAt }) {
      const { numUpdatedRows } = await db
        .updateTable('passkeys')
        .set({ counter, last_used_at: usedAt })
        .where('id', '=', id)
        .where('counter', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async removePasskeys(territory, ids) {
      if (ids.length === 0) return
      await db
        .deleteFrom('passkeys')
        .where('territory', '=', territory)
        .where('id', 'in', ids)
        .execute()
    },
    async putRecoveryCode(territory, { account, codeHash, createdAt, usedAt }) {
      const row = { code_hash: codeHash, created_at: createdAt, used_at: usedAt ?? null }
      await db
        .insertInto('recovery_codes')
        .values({ territory, account, ...row })
        .onConflict((conflict) => conflict.columns(['territory', 'account']).doUpdateSet(row))
        .execute()
    },
    async recoveryCodeOf(territory, account) {
      const row = await db
        .selectFrom('recovery_codes')
        .selectAll()
        .where('territory', '=', territory)
        .where('account', '=', account)
        .executeTakeFirst()
      return row && toCode(row)
    },
    async getRecoveryCode(codeHash) {
      const row = await db
        .selectFrom('recovery_codes')
        .selectAll()
        .where('code_hash', '=', codeHash)
        .executeTakeFirst()
      return row && { territory: row.territory, code: toCode(row) }
    },
    async claimRecoveryCode(codeHash, usedAt) {
      const { numUpdatedRows } = await db
        .updateTable('recovery_codes')
        .set({ used_at: usedAt })
        .where('code_hash', '=', codeHash)
        .where('used_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async removeRecoveryCode(territory, account) {
      await db
        .deleteFrom('recovery_codes')
        .where('territory', '=', territory)
        .where('account', '=', account)
        .execute()
    },
    async putChallenge({ challenge, purpose, account, expiresAt }, now) {
      await db.deleteFrom('challenges').where('expires_at', '<=', now).execute()
      const row = { challenge, purpose, account, expires_at: expiresAt }
      await db.insertInto('challenges').values(row).execute()
    },
    async takeChallenge(challenge) {
      const row = await db
        .deleteFrom('challenges')
        .where('challenge', '=', challenge)
        .returningAll()
        .executeTakeFirst()
      return (
        row && {
          challenge: row.challenge,
          purpose: row.purpose as ChallengeRow['purpose'],
          account: row.account,
          expiresAt: row.expires_at,
        }
      )
    },
  }
}

function fromPasskey(territory: string, passkey: PasskeyRow): Schema['passkeys'] {
  const { id, account, device, name, counter } = passkey
  return {
    ...{ id, territory, account, device, name, counter },
    public_key: passkey.publicKey,
    rp_id: passkey.rpId,
    transports: JSON.stringify(passkey.transports),
    created_at: passkey.createdAt,
    last_used_at: passkey.lastUsedAt ?? null,
  }
}

function toPasskey(row: Schema['passkeys']): PasskeyRow {
  const { id, account, device, name, counter } = row
  return {
    ...{ id, account, device, name, counter },
    publicKey: row.public_key,
    rpId: row.rp_id,
    transports: JSON.parse(row.transports) as string[],
    createdAt: row.created_at,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  }
}

function toCode(row: Schema['recovery_codes']): RecoveryCodeRow {
  return {
    account: row.account,
    codeHash: row.code_hash,
    createdAt: row.created_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  }
}
