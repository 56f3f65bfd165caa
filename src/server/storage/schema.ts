/** The tables, as both engines have them. JSON is text, instants are ISO 8601 text, sizes are bytes. */
export interface Schema {
  meta: { key: string; value: string }
  territories: { territory: string; json: string }
  heads: { territory: string; seq: number }
  feed: { territory: string; seq: number; kind: string; entity: string }
  observations: {
    territory: string
    id: string
    seq: number
    kind: string
    trail: string | null
    walk: string | null
    account: string
    device: string
    received_at: string
    hash: string
    json: string
  }
  waiting: {
    territory: string
    id: string
    hash: string
    account: string
    device: string
    received_at: string
    json: string
  }
  waiting_blobs: { territory: string; sha256: string; id: string; hash: string }
  quarantine: {
    territory: string
    id: string
    record: string | null
    code: string
    field: string | null
    account: string
    device: string
    received_at: string
    hash: string
    json: string
  }
  decisions: {
    territory: string
    id: string
    seq: number
    target: string
    action: string
    received_at: string
    outcome: string
    hash: string
    json: string
  }
  entities: {
    territory: string
    id: string
    kind: string
    /** Number of the last change. */
    seq: number
    /** For an answer, the account it is for; empty when it is for everybody. */
    reader: string
    /** 1 for a tombstone: an answer taken back is no answer. */
    deleted: number
    slug: string | null
    min_lon: number | null
    min_lat: number | null
    max_lon: number | null
    max_lat: number | null
    json: string
  }
  entity_trails: { territory: string; trail: string; kind: string; id: string }
  /** SQLite only: the numbers that its R*Tree needs, and how far things reach. */
  entity_places: {
    place: number
    territory: string
    id: string
    kind: string
    min_lon: number
    min_lat: number
    max_lon: number
    max_lat: number
  }
  assessments: {
    territory: string
    observation: string
    /** Empty when there has never been one. */
    rules: string
    made_at: string
    json: string
    /** The rules under which none can be made. */
    given_up: string | null
  }
  publications: {
    territory: string
    trail: string
    number: number
    sha256: string
    published_at: string
    bytes: Uint8Array
    /** When the law last took something out; null for what is as it was frozen. */
    redacted_at: string | null
  }
  erasures: {
    territory: string
    id: string
    kind: string
    subject: string
    noted_at: string
    finished_at: string | null
  }
  blobs: {
    territory: string
    sha256: string
    bytes: number
    stored_at: string
    device: string
    content: string
    erased_at: string | null
    damaged_at: string | null
  }
  blob_names: { territory: string; sha256: string; observation: string }
  accounts: {
    territory: string
    id: string
    pseudonym: string
    role: string
    association: string | null
    created_at: string
  }
  devices: {
    territory: string
    id: string
    account: string
    created_at: string
    last_seen_at: string | null
    revoked_at: string | null
  }
  sessions: {
    token_hash: string
    territory: string
    account: string
    device: string
    created_at: string
    expires_at: string
  }
  invitations: {
    id: string
    territory: string
    role: string
    association: string | null
    token_hash: string
    code_hash: string
    created_by: string | null
    created_at: string
    expires_at: string
    used_at: string | null
    used_by_device: string | null
    account: string | null
  }
  passkeys: {
    id: string
    territory: string
    account: string
    device: string
    name: string
    public_key: string
    rp_id: string
    counter: number
    transports: string
    created_at: string
    last_used_at: string | null
  }
  recovery_codes: {
    territory: string
    account: string
    code_hash: string
    created_at: string
    used_at: string | null
  }
  revoked_rooms: { territory: string; device: string; bytes: number; records: number }
  challenges: { challenge: string; purpose: string; account: string; expires_at: string }
  audit: {
    territory: string
    id: string
    at: string
    actor: string
    action: string
    subject: string
    details: string
  }
}

export type TableName = Exclude<keyof Schema, 'entity_places'>

/** Every table with its key, parents first: the order of dumps. `entity_places` is made again by `put`. */
export const TABLE_KEYS: { readonly [T in TableName]: readonly (keyof Schema[T] & string)[] } = {
  meta: ['key'],
  territories: ['territory'],
  heads: ['territory'],
  accounts: ['territory', 'id'],
  devices: ['territory', 'id'],
  sessions: ['token_hash'],
  invitations: ['id'],
  passkeys: ['id'],
  recovery_codes: ['territory', 'account'],
  challenges: ['challenge'],
  revoked_rooms: ['territory', 'device'],
  blobs: ['territory', 'sha256'],
  observations: ['territory', 'id'],
  blob_names: ['territory', 'sha256', 'observation'],
  waiting: ['territory', 'id', 'hash'],
  waiting_blobs: ['territory', 'sha256', 'id', 'hash'],
  quarantine: ['territory', 'id'],
  decisions: ['territory', 'id'],
  feed: ['territory', 'seq'],
  entities: ['territory', 'id', 'kind'],
  entity_trails: ['territory', 'trail', 'kind', 'id'],
  assessments: ['territory', 'observation'],
  publications: ['territory', 'trail', 'number'],
  audit: ['territory', 'id'],
  erasures: ['territory', 'id'],
}
