import { request } from 'node:http'

/** A line that is there for a while, then not, and slow while it is there. */
export interface SlowLine {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>
  /** Goes on to the next round: a moment later, or when the line is there again. */
  readonly wait: () => void
  readonly elapsedS: () => number
  readonly sentBytes: () => number
  /** How many requests had which answer. */
  readonly answers: ReadonlyMap<string, number>
}

export interface LineOptions {
  readonly url: string
  readonly cookie: string
  readonly bytesPerS: number
  readonly upS: number
  readonly downS: number
}

/** There and back, on one bar of signal. */
const ROUND_TRIP_S = 0.6
const BETWEEN_ROUNDS_S = 30
/** What the app's own client gives up after; its timers cannot know that this clock runs fast. */
const LIMITS: readonly [path: RegExp, s: number][] = [
  [/\/api\/blobs\//, 300],
  [/\/api\/(push|pull)/, 60],
  [/\/api\/info/, 10],
]

/**
 * Its clock moves with what is sent, so that hours pass in seconds. What is cut on its way up has arrived as far
 * as it came, in a real connection to the real server that then breaks.
 */
export function slowLine({ url, cookie, bytesPerS, upS, downS }: LineOptions): SlowLine {
  const answers = new Map<string, number>()
  let [nowS, isUpUntilS, sentBytes] = [0, upS, 0]
  const note = (what: string) => void answers.set(what, (answers.get(what) ?? 0) + 1)

  return {
    answers,
    elapsedS: () => nowS,
    sentBytes: () => sentBytes,
    wait() {
      if (nowS + BETWEEN_ROUNDS_S < isUpUntilS) nowS += BETWEEN_ROUNDS_S
      else {
        nowS = isUpUntilS + downS
        isUpUntilS = nowS + upS
      }
    },
    async fetch(path, init) {
      const method = init.method ?? 'GET'
      const body = bytesOf(init.body)
      const needsS = ROUND_TRIP_S + body.length / bytesPerS
      const limitS = LIMITS.find(([pattern]) => pattern.test(path))?.[1] ?? 30
      const leftS = Math.min(isUpUntilS - nowS, limitS)
      const headers = { ...(init.headers as Record<string, string>), Cookie: cookie }
      if (needsS > leftS) {
        const came = Math.max(0, Math.floor((leftS - ROUND_TRIP_S) * bytesPerS))
        nowS += Math.max(0, leftS)
        sentBytes += came
        note('cut')
        if (came > 0)
          await breakOff(url + path, method, headers, body.subarray(0, came), body.length)
        throw new TypeError('The line is gone.')
      }
      nowS += needsS
      sentBytes += body.length
      const response = await fetch(url + path, { ...init, headers, signal: null })
      note(`${method} ${path.replace(/[0-9a-f]{64}|\?.*/g, '')} ${response.status}`)
      return response
    },
  }
}

function bytesOf(body: RequestInit['body']): Buffer {
  if (typeof body === 'string') return Buffer.from(body)
  return body instanceof ArrayBuffer ? Buffer.from(body) : Buffer.alloc(0)
}

/** Announces all of it, sends a part, and is gone. */
function breakOff(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  part: Buffer,
  length: number,
): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(url, { method, headers: { ...headers, 'Content-Length': length } })
    sending.on('error', () => resolve())
    sending.write(part, () => {
      // Long enough for the server to have read it.
      setTimeout(() => {
        sending.destroy()
        resolve()
      }, 20)
    })
  })
}
