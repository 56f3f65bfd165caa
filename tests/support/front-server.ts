import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands before the app's server: it can put out a new version, or cut the programs' interface. */
export interface FrontServer {
  readonly url: string
  /** From now on the app's own page is another version, named in a `<meta name="version">`. */
  release(version: string): void
  /** While closed, nothing that people send or ask for gets through. */
  setApi(open: boolean): void
  close(): Promise<void>
}

export async function frontServer(): Promise<FrontServer & { pointTo(port: number): void }> {
  let target = 0
  let version = ''
  let isApiOpen = true
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    if (!isApiOpen && path.startsWith('/api/')) return void outgoing.destroy()
    const { 'if-none-match': _known, ...headers } = incoming.headers
    const options = {
      host: 'localhost',
      port: target,
      path,
      method: incoming.method,
      // Whole texts only: they are changed on the way.
      headers: { ...headers, 'accept-encoding': 'identity' },
    }
    const asked = request(options, (answer) => {
      const isPage = /text\/html/.test(answer.headers['content-type'] ?? '')
      const isWorker = path.startsWith('/app/service-worker.js')
      if (version === '' || !(isPage || isWorker)) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        return void answer.pipe(outgoing)
      }
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const { 'content-length': _length, etag: _etag, ...kept } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, kept)
        outgoing.end(isPage ? newPage(text, version) : newWorker(text, version))
      })
    })
    asked.on('error', () => outgoing.destroy())
    incoming.pipe(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    pointTo: (port) => (target = port),
    release: (next) => (version = next),
    setApi: (open) => (isApiOpen = open),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const newPage = (html: string, version: string) =>
  html.replace('<head>', `<head><meta name="version" content="${version}">`)

/** The list of the app's files says that the page is another one. */
function newWorker(script: string, version: string): string {
  const changed = script.replace(
    /("revision":")[^"]+(","url":"index\.html")/,
    (_all, before: string, after: string) => `${before}${version}${after}`,
  )
  if (changed === script) throw new Error('The page is not among the app’s files.')
  return changed
}
