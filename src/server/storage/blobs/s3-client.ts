import { openAsBlob } from 'node:fs'
import { AwsClient } from 'aws4fetch'
import { BlobsUnreachable } from './blobs.ts'

/** Where the bucket is, and who may use it. */
export interface S3Place {
  /** `https://s3.eu-west-3.amazonaws.com`, `http://127.0.0.1:9000`… */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Before every name; empty, or ending with a slash. */
  readonly prefix: string
  readonly keyId: string
  readonly secret: string
}

export interface S3Object {
  readonly name: string
  readonly bytes: number
  readonly changedAtMs: number
}

/** The six requests that we need of S3, in the words that every S3-compatible store speaks. */
export interface S3Client {
  /** Size of an object; `undefined` when there is none. */
  head(name: string): Promise<number | undefined>
  get(name: string): Promise<{ bytes: number; body: ReadableStream<Uint8Array> } | undefined>
  /** The store checks the hash itself, and refuses other bytes. */
  putFile(name: string, file: string, sha256: string): Promise<void>
  remove(name: string): Promise<void>
  /** Objects whose names begin so, without the prefix of the bucket's part that is ours. */
  list(start?: string): AsyncIterable<S3Object>
  /** Fails when the bucket is not there or not ours. */
  check(): Promise<void>
}

/** A photo on a slow line; longer is a store that hangs. */
const LIMIT_MS = 60_000
const RETRIES = 4

export function s3Client({ endpoint, region, bucket, prefix, keyId, secret }: S3Place): S3Client {
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: RETRIES,
  })
  // The bucket in the path: every store understands it, and a local one has no names of buckets.
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}`
  const urlOf = (name: string) => `${root}/${prefix}${name}`
  const send = async (method: string, url: string, init: RequestInit = {}): Promise<Response> => {
    try {
      const signal = AbortSignal.timeout(LIMIT_MS)
      return await client.fetch(url, { ...init, method, signal })
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      throw new BlobsUnreachable('away', cause instanceof Error ? cause.message : String(cause))
    }
  }
  const expectOk = async (response: Response): Promise<Response> => {
    if (response.ok) return response
    const text = await response.text()
    const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? response.statusText
    if (response.status === 404) throw new BlobsUnreachable('no-bucket', code)
    throw new BlobsUnreachable('refused', `${response.status} ${code}`)
  }
  const page = (start: string, after: string | undefined) =>
    send(
      'GET',
      `${root}?${query({ 'list-type': '2', prefix: `${prefix}${start}`, 'continuation-token': after })}`,
    )

  return {
    async head(name) {
      const response = await send('HEAD', urlOf(name))
      if (response.status === 404) return undefined
      return Number((await expectOk(response)).headers.get('Content-Length'))
    },
    async get(name) {
      const response = await send('GET', urlOf(name))
      if (response.status === 404) {
        await response.body?.cancel()
        return undefined
      }
      const { body, headers } = await expectOk(response)
      return { bytes: Number(headers.get('Content-Length')), body: body ?? new ReadableStream() }
    },
    async putFile(name, file, sha256) {
      const body = await openAsBlob(file)
      // The first is what the signature covers, the second what the store checks and keeps beside the object.
      const headers = {
        'X-Amz-Content-Sha256': sha256,
        'X-Amz-Checksum-Sha256': Buffer.from(sha256, 'hex').toString('base64'),
      }
      await expectOk(await send('PUT', urlOf(name), { body, headers }))
    },
    async remove(name) {
      const response = await send('DELETE', urlOf(name))
      if (response.status !== 404) await expectOk(response)
    },
    async *list(start = '') {
      let after: string | undefined
      do {
        const text = await (await expectOk(await page(start, after))).text()
        for (const [, item = ''] of text.matchAll(/<Contents>([^]*?)<\/Contents>/g)) {
          const key = textOf(item, 'Key')
          if (!key.startsWith(prefix)) continue
          const changedAtMs = Date.parse(textOf(item, 'LastModified'))
          yield { name: key.slice(prefix.length), bytes: Number(textOf(item, 'Size')), changedAtMs }
        }
        after = textOf(text, 'NextContinuationToken') || undefined
      } while (after !== undefined)
    },
    async check() {
      // A list of nothing: whoever may read it may read the bucket, and it costs the same however full that is.
      const nothing = query({ 'list-type': '2', prefix: `${prefix}.check` })
      await expectOk(await send('GET', `${root}?${nothing}`))
    },
  }
}

function query(members: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(members).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return new URLSearchParams(given).toString()
}

/** The names that we give need no escaping; other people's tokens may have had some. */
function textOf(xml: string, element: string): string {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? ''
  return found
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
