import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What can happen to one request on its way. */
export const LIES = [
  'honest',
  'refused',
  'request-cut',
  'answer-lost',
  'answer-cut',
  'slow',
  'twice',
  'portal',
  'error-500',
  'too-large-413',
  'redirect',
] as const
export type Lie = (typeof LIES)[number]

export interface LyingProxy {
  readonly url: string
  /** How often each thing happened. */
  readonly told: ReadonlyMap<Lie, number>
  /** The share of requests that something happens to. */
  setMischief(share: number): void
  close(): Promise<void>
}

const PORTAL = '<!doctype html><title>Hôtel du Lion d’Or</title><h1>Bienvenue</h1>'

/** A network between phones and server that cuts, delays, doubles and lies, by a seeded chance. */
export async function lyingProxy(targetPort: number, random: () => number): Promise<LyingProxy> {
  const told = new Map<Lie, number>()
  let mischief = 0.5

  const server = createServer((incoming, outgoing) => {
    const lie = random() < mischief ? LIES[1 + Math.floor(random() * (LIES.length - 1))]! : 'honest'
    told.set(lie, (told.get(lie) ?? 0) + 1)
    void readAll(incoming).then(
      (body) => answer(lie, incoming, body, outgoing),
      () => outgoing.destroy(),
    )
  })

  function answer(lie: Lie, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse) {
    const send = (bytes = body) => forward(targetPort, incoming, bytes)
    const html = (status: number, more = {}) =>
      void outgoing.writeHead(status, { 'Content-Type': 'text/html', ...more }).end(PORTAL)
    switch (lie) {
      case 'refused':
        return void outgoing.destroy()
      case 'portal':
        return html(200)
      case 'error-500':
        return html(500)
      case 'too-large-413':
        return html(413)
      case 'redirect':
        return html(302, { Location: 'http://portal.invalid/' })
      case 'request-cut':
        // The server hears the beginning of it.
        void forward(targetPort, incoming, body, Math.floor(body.length * random())).catch(noop)
        return void setTimeout(() => outgoing.destroy(), 5)
      case 'answer-lost':
        return void send().then(
          () => outgoing.destroy(),
          () => outgoing.destroy(),
        )
      case 'answer-cut':
        return void send().then(
          (reply) => {
            outgoing.writeHead(reply.status, {
              ...reply.headers,
              'content-length': reply.body.length,
            })
            outgoing.write(reply.body.subarray(0, Math.floor(reply.body.length * random())))
            setTimeout(() => outgoing.destroy(), 2)
          },
          () => outgoing.destroy(),
        )
      case 'slow':
        return void setTimeout(() => relay(send(), outgoing), random() * 200)
      case 'twice': {
        const late = random() * 300
        setTimeout(() => void send().catch(noop), late)
        return relay(send(), outgoing)
      }
      case 'honest':
        return relay(send(), outgoing)
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    setMischief: (share) => (mischief = share),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Sends it on; with `cutAt`, only so many bytes, then hangs up. */
function forward(
  port: number,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  cutAt?: number,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (reply) => {
      readAll(reply).then(
        (bytes) =>
          resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body: bytes }),
        reject,
      )
    })
    onward.on('error', reject)
    if (cutAt === undefined) onward.end(body)
    else {
      onward.write(body.subarray(0, cutAt))
      setTimeout(() => onward.destroy(), 3)
    }
  })
}

function relay(reply: Promise<Reply>, outgoing: ServerResponse): void {
  reply.then(
    ({ status, headers, body }) => {
      // The body is whole by now: it goes on with its length, not in chunks.
      const onward = { ...headers, 'content-length': String(body.length) }
      delete onward['transfer-encoding']
      outgoing.writeHead(status, onward).end(body)
    },
    () => outgoing.destroy(),
  )
}

function readAll(from: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    from.on('data', (chunk: Buffer) => chunks.push(chunk))
    from.on('end', () => resolve(Buffer.concat(chunks)))
    from.on('error', reject)
    from.on('aborted', () => reject(new Error('cut')))
  })
}

function noop(): void {
  return
}
