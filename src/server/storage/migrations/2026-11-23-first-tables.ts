import type { Migration } from './migration.ts'

export const firstTables: Migration = {
  id: '2026-11-23-first-tables',
  statements: ({ types: { key, text, int, real, bytes }, spatialIndex }) => [
    `create table meta (key ${key} primary key, value ${text} not null)`,
    `create table territories (territory ${key} primary key, json ${text} not null)`,
    `create table heads (territory ${key} primary key, seq ${int} not null)`,
    `create table feed (
       territory ${key} not null, seq ${int} not null, kind ${key} not null, entity ${key} not null,
       primary key (territory, seq))`,
    `create table observations (
       territory ${key} not null, id ${key} not null, seq ${int} not null, kind ${key} not null,
       trail ${key}, walk ${key}, account ${key} not null, device ${key} not null,
       received_at ${key} not null, hash ${key} not null, json ${text} not null,
       primary key (territory, id))`,
    `create index observations_by_seq on observations (territory, seq)`,
    `create index observations_by_trail on observations (territory, trail, seq)`,
    `create index observations_by_account on observations (territory, account, seq)`,
    `create index observations_by_kind on observations (territory, kind, seq)`,
    `create table waiting (
       territory ${key} not null, id ${key} not null, hash ${key} not null,
       account ${key} not null, device ${key} not null, received_at ${key} not null,
       json ${text} not null, primary key (territory, id, hash))`,
    `create table waiting_blobs (
       territory ${key} not null, sha256 ${key} not null, id ${key} not null, hash ${key} not null,
       primary key (territory, sha256, id, hash))`,
    `create table quarantine (
       territory ${key} not null, id ${key} not null, record ${key}, code ${key} not null,
       field ${text}, account ${key} not null, device ${key} not null,
       received_at ${key} not null, hash ${key} not null, json ${text} not null,
       primary key (territory, id))`,
    `create unique index quarantine_once on quarantine (territory, account, hash, code)`,
    `create table decisions (
       territory ${key} not null, id ${key} not null, seq ${int} not null, target ${key} not null,
       action ${key} not null, received_at ${key} not null, outcome ${key} not null,
       hash ${key} not null, json ${text} not null, primary key (territory, id))`,
    `create index decisions_by_seq on decisions (territory, seq)`,
    `create index decisions_by_target on decisions (territory, target, seq)`,
    `create table entities (
       territory ${key} not null, id ${key} not null, kind ${key} not null, seq ${int} not null,
       reader ${key} not null, deleted ${int} not null, slug ${key}, min_lon ${real}, min_lat ${real}, max_lon ${real},
       max_lat ${real}, json ${text} not null, primary key (territory, id, kind))`,
    `create index entities_by_seq on entities (territory, seq)`,
    `create index entities_by_reader on entities (territory, reader, seq)`,
    `create index entities_by_kind on entities (territory, kind, seq)`,
    `create index entities_by_slug on entities (territory, slug)`,
    `create table entity_trails (
       territory ${key} not null, trail ${key} not null, kind ${key} not null, id ${key} not null,
       primary key (territory, trail, kind, id))`,
    `create index entity_trails_by_entity on entity_trails (territory, id)`,
    ...spatialIndex,
    `create table assessments (
       territory ${key} not null, observation ${key} not null, rules ${key} not null,
       made_at ${key} not null, json ${text} not null, primary key (territory, observation))`,
    `create table publications (
       territory ${key} not null, trail ${key} not null, number ${int} not null,
       sha256 ${key} not null, published_at ${key} not null, bytes ${bytes} not null,
       primary key (territory, trail, number))`,
    `create table blobs (
       territory ${key} not null, sha256 ${key} not null, bytes ${int} not null,
       stored_at ${key} not null, device ${key} not null, content ${key} not null,
       erased_at ${key}, primary key (territory, sha256))`,
    `create table blob_names (
       territory ${key} not null, sha256 ${key} not null, observation ${key} not null,
       primary key (territory, sha256, observation))`,
    `create table accounts (
       territory ${key} not null, id ${key} not null, pseudonym ${text} not null,
       role ${key} not null, association ${text}, created_at ${key} not null,
       primary key (territory, id))`,
    `create table devices (
       territory ${key} not null, id ${key} not null, account ${key} not null,
       created_at ${key} not null, last_seen_at ${key}, revoked_at ${key},
       primary key (territory, id))`,
    `create table sessions (
       token_hash ${key} primary key, territory ${key} not null, account ${key} not null,
       device ${key} not null, created_at ${key} not null, expires_at ${key} not null)`,
    `create table invitations (
       id ${key} primary key, territory ${key} not null, role ${key} not null, association ${text},
       token_hash ${key} not null, code_hash ${key} not null, created_by ${key},
       created_at ${key} not null, expires_at ${key} not null, used_at ${key},
       used_by_device ${key}, account ${key})`,
    `create unique index invitations_by_token on invitations (token_hash)`,
    `create unique index invitations_by_code on invitations (code_hash)`,
    `create table audit (
       territory ${key} not null, id ${key} not null, at ${key} not null, actor ${key} not null,
       action ${key} not null, subject ${key} not null, details ${text} not null,
       primary key (territory, id))`,
  ],
}
