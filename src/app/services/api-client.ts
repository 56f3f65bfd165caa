import * as z from 'zod/mini'
import { API } from '../../contract/endpoints.ts'
import { sessionAnswer, type RedeemRequest, type SessionAnswer } from '../../contract/access.ts'
import { PROBLEMS, type ProblemBody, type ProblemCode } from '../../contract/problem.ts'
import {
  blobAnswer,
  infoAnswer,
  pullAnswer,
  pushAnswer,
  type BlobAnswer,
  type InfoAnswer,
  type PullAnswer,
  type PushAnswer,
} from '../../contract/protocol.ts'
import { isRecord } from '../../domain/observation/is-record.ts'

/**
 * Why an answer is not the one that was asked for. `no-network`: nothing came back, or it was cut.
 * `stranger`: something answered that is not our server (a hotel portal, a proxy, a redirect): what was
 * sent counts as not sent (promise P08). `problem`: our server refused, and says why.
 */
export type Failure =
  | { readonly ok: false; readonly why: 'no-network' }
  | { readonly ok: false; readonly why: 'stranger'; readonly status: number }
  | {
      readonly ok: false
      readonly why: 'problem'
      readonly status: number
      readonly problem: ProblemBody
    }
/** What a call came to: a value that was read, or a failure as data. */
export type ApiResult<T> = { readonly ok: true; readonly value: T } | Failure

export interface CallOptions {
  readonly method?: string
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export type Fetch = (path: string, init: RequestInit) => Promise<Response>

const DEFAULT_TIMEOUT_MS = 30_000
const PUSH_TIMEOUT_MS = 60_000
const PULL_TIMEOUT_MS = 60_000
/** A village connection: 5 kB/s. */
const SLOWEST_BYTES_PER_MS = 5
/** A photo over a village connection: 1.5 MB at 5 kB/s. */
const BLOB_TIMEOUT_MS = 300_000

/** The one place of the app that talks to the network; everything else gets typed answers. */
export function createApiClient(fetch: Fetch) {
  /** One call whose answer must be JSON that `read` accepts; anything else is a failure, as data. */
  async function call<T>(
    path: string,
    read: (raw: unknown) => T | null,
    options: CallOptions = {},
  ): Promise<ApiResult<T>> {
    let response: Response
    let text: string
    try {
      response = await fetch(path, {
        method: options.method ?? 'GET',
        headers: { Accept: 'application/json', ...options.headers },
        ...(options.body === undefined ? {} : { body: options.body }),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      })
      text = await response.text()
    } catch {
      return { ok: false, why: 'no-network' }
    }
    const raw = parseJson(text)
    const { status } = response
    if (!response.ok) {
      const problem = readProblem(raw)
      return problem
        ? { ok: false, why: 'problem', status, problem }
        : { ok: false, why: 'stranger', status }
    }
    const value = read(raw)
    return value === null ? { ok: false, why: 'stranger', status } : { ok: true, value }
  }

  const post = (body: unknown): CallOptions => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

  return {
    call,
    info: (): Promise<ApiResult<InfoAnswer>> =>
      call(API.info, reader(infoAnswer), { timeoutMs: 10_000 }),
    session: (): Promise<ApiResult<SessionAnswer>> => call(API.session, reader(sessionAnswer)),
    redeem: (request: RedeemRequest): Promise<ApiResult<SessionAnswer>> =>
      call(API.redeem, reader(sessionAnswer), post(request)),
    /** `body` is the text of a push request: the records inside are the bytes of the outbox. */
    push: (body: string): Promise<ApiResult<PushAnswer>> =>
      call(API.push, reader(pushAnswer), {
        ...post(body),
        timeoutMs: PUSH_TIMEOUT_MS + Math.ceil(body.length / SLOWEST_BYTES_PER_MS),
      }),
    pull: (territory: string, after: number, limit: number): Promise<ApiResult<PullAnswer>> =>
      call(
        `${API.pull}?${new URLSearchParams({ territory, after: `${after}`, limit: `${limit}` }).toString()}`,
        reader(pullAnswer),
        { timeoutMs: PULL_TIMEOUT_MS },
      ),
    /** Sends the bytes from `offset` on. An empty piece asks how much is there. */
    sendBlob: (
      sha256: string,
      offset: number,
      totalBytes: number,
      piece: ArrayBuffer,
      mediaType: string,
    ): Promise<ApiResult<BlobAnswer>> =>
      call(API.blob(sha256), reader(blobAnswer), {
        method: 'PATCH',
        headers: {
          'Content-Type': mediaType,
          'Upload-Offset': `${offset}`,
          'Upload-Length': `${totalBytes}`,
        },
        body: piece,
        timeoutMs: BLOB_TIMEOUT_MS,
      }),
    /** How many bytes of a blob the server has; `null` when it cannot be told. */
    blobOffset: (sha256: string): Promise<number | null> => blobOffset(fetch, sha256),
    territory: (id: string): Promise<ApiResult<Record<string, unknown>>> =>
      call(API.territory(id), readRecord),
  }
}
export type ApiClient = ReturnType<typeof createApiClient>

/** `HEAD` has no body to recognise our server by: the number is a hint, never a receipt. */
async function blobOffset(fetch: Fetch, sha256: string): Promise<number | null> {
  try {
    const response = await fetch(API.blob(sha256), {
      method: 'HEAD',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(DEFAULT_TIMEOUT_MS),
    })
    const header = response.headers.get('Upload-Offset')
    if (response.status === 404) return 0
    return response.ok && header !== null && /^\d+$/.test(header) ? Number(header) : null
  } catch {
    return null
  }
}

/** Reads an answer by its schema; `null` for what is not ours. */
export function reader<S extends z.core.$ZodType>(schema: S): (raw: unknown) => z.output<S> | null {
  return (raw) => {
    const parsed = z.safeParse(schema, raw)
    return parsed.success ? parsed.data : null
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readRecord = (raw: unknown) => (isRecord(raw) ? raw : null)

function readProblem(raw: unknown): ProblemBody | null {
  const code = isRecord(raw) ? raw['problem'] : undefined
  if (typeof code !== 'string' || !Object.hasOwn(PROBLEMS, code)) return null
  return { ...(raw as ProblemBody), problem: code as ProblemCode }
}
