import type { Migration } from './migration.ts'

/** Passkeys of the office, their codes on paper, what a key is asked to sign, and how much withdrawn phones brought. */
export const keys: Migration = {
  id: '2026-11-26-keys',
  statements: ({ types: { key, text, int } }) => [
    `create table passkeys (
       id ${key} primary key, territory ${key} not null, account ${key} not null,
       device ${key} not null, name ${text} not null, public_key ${text} not null,
       rp_id ${key} not null, counter ${int} not null, transports ${text} not null,
       created_at ${key} not null, last_used_at ${key})`,
    `create index passkeys_by_account on passkeys (territory, account)`,
    `create table recovery_codes (
       territory ${key} not null, account ${key} not null, code_hash ${key} not null,
       created_at ${key} not null, used_at ${key}, primary key (territory, account))`,
    `create unique index recovery_codes_by_code on recovery_codes (code_hash)`,
    `create table challenges (
       challenge ${key} primary key, purpose ${key} not null, account ${key} not null,
       expires_at ${key} not null)`,
    `create index challenges_by_end on challenges (expires_at)`,
    `create table revoked_rooms (
       territory ${key} not null, device ${key} not null, bytes ${int} not null,
       records ${int} not null, primary key (territory, device))`,
    `create index sessions_by_device on sessions (territory, device)`,
  ],
}
