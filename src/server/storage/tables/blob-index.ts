import type { AnswerEntity } from '../../../domain/catalogue/entity.ts'
import { VOICE_MEDIA_TYPES } from '../../../domain/observation/voice.ts'
import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { BlobIndex, BlobRow } from '../store.ts'

const CHUNK = 500

export function blobIndex(db: Database): BlobIndex {
  /** Raw fixes that are still there, with the tracks that name them. */
  const fixes = (territory: string) =>
    db
      .selectFrom('blobs')
      .innerJoin('blob_names', (join) =>
        join
          .onRef('blob_names.territory', '=', 'blobs.territory')
          .onRef('blob_names.sha256', '=', 'blobs.sha256'),
      )
      .innerJoin('observations', (join) =>
        join
          .onRef('observations.territory', '=', 'blob_names.territory')
          .onRef('observations.id', '=', 'blob_names.observation'),
      )
      .where('blobs.territory', '=', territory)
      .where('blobs.erased_at', 'is', null)
      .where('observations.kind', '=', 'track')

  return {
    async put(territory, blobs) {
      for (let at = 0; at < blobs.length; at += CHUNK) {
        const rows = blobs.slice(at, at + CHUNK).map((blob) => toRow(territory, blob))
        await db
          .insertInto('blobs')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['territory', 'sha256']).doUpdateSet((all) => ({
              content: all.ref('excluded.content'),
              erased_at: all.ref('excluded.erased_at'),
              damaged_at: all.ref('excluded.damaged_at'),
            })),
          )
          .execute()
      }
    },
    async get(territory, sha256) {
      const row = await db
        .selectFrom('blobs')
        .selectAll()
        .where('territory', '=', territory)
        .where('sha256', '=', sha256)
        .executeTakeFirst()
      return row && fromRow(row)
    },
    async getMany(territory, names) {
      if (names.length === 0) return []
      const rows = await db
        .selectFrom('blobs')
        .selectAll()
        .where('territory', '=', territory)
        .where('sha256', 'in', names)
        .execute()
      return rows.map(fromRow)
    },
    async present(territory, names) {
      if (names.length === 0) return new Set()
      const rows = await db
        .selectFrom('blobs')
        .select('sha256')
        .where('territory', '=', territory)
        .where('sha256', 'in', names)
        .where('damaged_at', 'is', null)
        .execute()
      return new Set(rows.map((row) => row.sha256))
    },
    async markDamaged(territory, sha256, damagedAt) {
      await db
        .updateTable('blobs')
        .set({ damaged_at: damagedAt })
        .where('territory', '=', territory)
        .where('sha256', '=', sha256)
        .execute()
    },
    async damagedFrom(territory, device) {
      const rows = await db
        .selectFrom('blobs')
        .select('sha256')
        .where('territory', '=', territory)
        .where('device', '=', device)
        .where('damaged_at', 'is not', null)
        .where('erased_at', 'is', null)
        .limit(CHUNK)
        .execute()
      return rows.map((row) => row.sha256)
    },
    async name(territory, names) {
      for (let at = 0; at < names.length; at += CHUNK) {
        await db
          .insertInto('blob_names')
          .values(names.slice(at, at + CHUNK).map((one) => ({ territory, ...one })))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    },
    async namedBy(territory, sha256) {
      const rows = await db
        .selectFrom('blob_names')
        .select('observation')
        .where('territory', '=', territory)
        .where('sha256', '=', sha256)
        .orderBy('observation')
        .execute()
      return rows.map((row) => row.observation)
    },
    async fixesAnsweredBefore(territory, before) {
      const rows = await fixes(territory)
        .innerJoin('entities as answer', (join) =>
          join
            .onRef('answer.territory', '=', 'observations.territory')
            .onRef('answer.id', '=', 'observations.id'),
        )
        .where('answer.kind', '=', 'answer')
        .where('answer.deleted', '=', 0)
        .select(['blobs.sha256', 'answer.json'])
        .execute()
      const old = rows.filter((row) => decidedAt(row.json) < before)
      return [...new Set(old.map((row) => row.sha256))]
    },
    async voicesAnsweredBefore(territory, before) {
      const rows = await db
        .selectFrom('blobs')
        .innerJoin('blob_names', (join) =>
          join
            .onRef('blob_names.territory', '=', 'blobs.territory')
            .onRef('blob_names.sha256', '=', 'blobs.sha256'),
        )
        .leftJoin('entities as answer', (join) =>
          join
            .onRef('answer.territory', '=', 'blob_names.territory')
            .onRef('answer.id', '=', 'blob_names.observation')
            .on('answer.kind', '=', 'answer')
            .on('answer.deleted', '=', 0),
        )
        .where('blobs.territory', '=', territory)
        .where('blobs.erased_at', 'is', null)
        .where('blobs.content', 'in', VOICE_MEDIA_TYPES)
        .select(['blobs.sha256', 'answer.json'])
        .execute()
      const needed = rows.filter(({ json }) => json === null || decidedAt(json) >= before)
      const kept = new Set(needed.map(({ sha256 }) => sha256))
      return [...new Set(rows.map(({ sha256 }) => sha256))].filter((sha256) => !kept.has(sha256))
    },
    async namedIn(territory, observations) {
      const names = new Set<string>()
      for (let at = 0; at < observations.length; at += CHUNK) {
        const rows = await db
          .selectFrom('blob_names')
          .select('sha256')
          .where('territory', '=', territory)
          .where('observation', 'in', observations.slice(at, at + CHUNK))
          .execute()
        for (const { sha256 } of rows) names.add(sha256)
      }
      return [...names]
    },
    async unname(territory, observations) {
      for (let at = 0; at < observations.length; at += CHUNK) {
        await db
          .deleteFrom('blob_names')
          .where('territory', '=', territory)
          .where('observation', 'in', observations.slice(at, at + CHUNK))
          .execute()
      }
    },
    async size(territory) {
      const row = await db
        .selectFrom('blobs')
        .select((all) => [all.fn.countAll<number>().as('blobs'), all.fn.sum('bytes').as('bytes')])
        .where('territory', '=', territory)
        .where('erased_at', 'is', null)
        .executeTakeFirstOrThrow()
      return { blobs: Number(row.blobs), bytes: Number(row.bytes ?? 0) }
    },
    async list(territory) {
      const rows = await db
        .selectFrom('blobs')
        .selectAll()
        .where('territory', '=', territory)
        .orderBy('sha256')
        .execute()
      return rows.map(fromRow)
    },
  }
}

function decidedAt(json: string): string {
  return (JSON.parse(json) as AnswerEntity).properties.decidedAt
}

function toRow(
  territory: string,
  { sha256, bytes, storedAt, device, content, erasedAt, damagedAt }: BlobRow,
): Schema['blobs'] {
  const when = {
    stored_at: storedAt,
    erased_at: erasedAt ?? null,
    damaged_at: damagedAt ?? null,
  }
  return { territory, sha256, bytes, device, content, ...when }
}

function fromRow(row: Schema['blobs']): BlobRow {
  return {
    sha256: row.sha256,
    bytes: row.bytes,
    storedAt: row.stored_at,
    device: row.device,
    content: row.content as BlobRow['content'],
    ...(row.erased_at === null ? {} : { erasedAt: row.erased_at }),
    ...(row.damaged_at === null ? {} : { damagedAt: row.damaged_at }),
  }
}
