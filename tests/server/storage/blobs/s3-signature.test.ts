import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Client, type S3Place } from '../../../../src/server/storage/blobs/s3-client.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

interface Signed {
  readonly method: string
  readonly url: string
  readonly header: (name: string) => string | undefined
}

/**
 * Signature Version 4 computed again from the documentation of Amazon S3, with nothing of the client that is looked
 * at: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function signatureOf({ method, url, header }: Signed, secret: string): string {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+),/.exec(header('authorization') ?? '') ?? []
  const [day = '', region = '', service = ''] = scope.split('/')
  const [path = '/', search = ''] = url.split('?')
  const escape = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    path
      .split('/')
      .map((part) => escape(decodeURIComponent(part)))
      .join('/'),
    query,
    ...names.split(';').map((name) => `${name}:${(header(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    header('x-amz-content-sha256') ?? '',
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', header('x-amz-date') ?? '', scope, sha256(canonical)].join(
    '\n',
  )
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

const givenIn = (authorization: string | undefined) =>
  /Signature=([0-9a-f]{64})$/.exec(authorization ?? '')?.[1]

/** The examples of that page: their bucket, their keys, their instant, their signatures. */
const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const EXAMPLES = [
  {
    name: 'GET Object',
    url: 'https://examplebucket.s3.amazonaws.com/test.txt',
    init: { method: 'GET', headers: { Range: 'bytes=0-9', 'x-amz-content-sha256': sha256('') } },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT Object',
    url: 'https://examplebucket.s3.amazonaws.com/test%24file.text',
    init: {
      method: 'PUT',
      body: 'Welcome to Amazon S3.',
      headers: {
        Date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
      },
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET Bucket (List Objects)',
    url: 'https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J',
    init: { method: 'GET', headers: { 'x-amz-content-sha256': sha256('') } },
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
]

interface Heard extends Signed {
  readonly body: Buffer
}

describe('what is sent to an S3-compatible store', () => {
  let folder: string
  let server: Server
  let place: S3Place
  const heard: Heard[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-signature-'))
    server = createServer((request, response) => {
      void hear(request).then((one) => {
        heard.push(one)
        const isList = one.url.includes('list-type')
        response.writeHead(200, { 'Content-Type': 'application/xml' })
        response.end(isList ? '<ListBucketResult></ListBucketResult>' : '')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    place = {
      ...{ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-3', bucket: 'sentiers' },
      ...{ prefix: 'jalon/', keyId: KEY.accessKeyId, secret: KEY.secretAccessKey },
    }
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function hear(request: IncomingMessage): Promise<Heard> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    const header = (name: string) => headers[name]?.toString()
    return { method, url, header, body: Buffer.concat(chunks) }
  }
  const last = () => heard.at(-1)!

  it.each(EXAMPLES)(
    'the computation here gives the documented signature of $name',
    async (example) => {
      const { url, init, signature } = example
      const client = new AwsClient({ ...KEY, service: 's3', region: 'us-east-1' })
      const aws = { datetime: '20130524T000000Z', allHeaders: true }
      const request = await client.sign(url, { ...init, aws })
      const named = { ...init.headers, host: 'examplebucket.s3.amazonaws.com' }
      const all = new Headers(named)
      const header = (name: string) =>
        name === 'authorization' || name === 'x-amz-date'
          ? (request.headers.get(name) ?? undefined)
          : (all.get(name) ?? request.headers.get(name) ?? undefined)
      const { pathname, search } = new URL(url)
      const asked = { method: init.method, url: pathname + search, header }
      expect(signatureOf(asked, KEY.secretAccessKey)).toBe(signature)
      // The client signs the same: what is documented, not only what it verifies itself.
      expect(givenIn(request.headers.get('authorization') ?? '')).toBe(signature)
    },
  )

  it('every request of the adapter is signed: its method, its address, its host, its instant, its bytes', async () => {
    const client = s3Client(place)
    const bytes = Buffer.from('Des octets, avec des accents : é.')
    const file = join(folder, 'blob')
    await writeFile(file, bytes)
    const name = `essai/ab/${sha256(bytes)}`
    const requests: Record<string, () => Promise<unknown>> = {
      HEAD: () => client.head(name),
      GET: () => client.get(name),
      PUT: () => client.putFile(name, file, sha256(bytes)),
      DELETE: () => client.remove(name),
      'GET list': () => client.check(),
    }
    for (const [what, ask] of Object.entries(requests)) {
      await ask()
      const { method, header } = last()
      expect(method, what).toBe(what.split(' ')[0])
      expect(givenIn(header('authorization')), what).toBe(signatureOf(last(), KEY.secretAccessKey))
      const signed = /SignedHeaders=([^,]+)/.exec(header('authorization') ?? '')?.[1]?.split(';')
      expect(signed, what).toEqual(
        expect.arrayContaining(['host', 'x-amz-content-sha256', 'x-amz-date']),
      )
    }
  })

  it('[P06] an upload says which bytes it brings, under the signature, twice: the store must refuse others', async () => {
    const bytes = Buffer.from('Une photo')
    const file = join(folder, 'photo')
    await writeFile(file, bytes)
    await s3Client(place).putFile('essai/ab/x', file, sha256(bytes))
    const { header, body } = last()
    expect(body.equals(bytes)).toBe(true)
    expect(header('x-amz-content-sha256')).toBe(sha256(body))
    expect(header('x-amz-checksum-sha256')).toBe(createHash('sha256').update(body).digest('base64'))
    expect(/SignedHeaders=([^,]+)/.exec(header('authorization')!)?.[1]).toContain(
      'x-amz-checksum-sha256',
    )
  })

  it('another secret, another byte of the address or another instant is another signature', async () => {
    await s3Client(place).head('essai/ab/x')
    const { method, url, header } = last()
    const right = givenIn(header('authorization'))
    expect(signatureOf({ method, url, header }, 'other')).not.toBe(right)
    expect(signatureOf({ method, url: `${url}y`, header }, KEY.secretAccessKey)).not.toBe(right)
    expect(signatureOf({ method: 'GET', url, header }, KEY.secretAccessKey)).not.toBe(right)
    const later = (name: string) => (name === 'x-amz-date' ? '20300101T000000Z' : header(name))
    expect(signatureOf({ method, url, header: later }, KEY.secretAccessKey)).not.toBe(right)
  })
})
