import { connect, type Socket } from 'node:net'

/** One connection that says exactly what it is told, and no more: what no client library would send. */
export interface RawConnection {
  write(text: string | Uint8Array): void
  /** Everything that has come back so far. */
  received(): string
  /** Resolves when what came back matches; fails when the connection ends before. */
  until(pattern: RegExp): Promise<string>
  /** Resolves when the server has closed it. */
  readonly closed: Promise<void>
  readonly socket: Socket
  destroy(): void
}

export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  let watchers: (() => void)[] = []
  const look = () => {
    for (const watch of watchers) watch()
  }
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    look()
  })
  let isClosed = false
  const closed = new Promise<void>((resolve) =>
    socket.on('close', () => {
      isClosed = true
      look()
      resolve()
    }),
  )
  socket.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return {
    socket,
    closed,
    write: (what) => void socket.write(what),
    received: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (pattern.test(text)) resolve(text)
          else if (isClosed) reject(new Error(`Closed before ${String(pattern)}: ${text}`))
          else return
          watchers = watchers.filter((one) => one !== watch)
        }
        watchers.push(watch)
        watch()
      }),
    destroy: () => socket.destroy(),
  }
}
