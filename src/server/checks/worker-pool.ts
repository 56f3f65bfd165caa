import { Worker } from 'node:worker_threads'
import type { Job, JobReply, JobResult } from './jobs.ts'

/** Heavy work beside the server's own thread, one job at a time, in the order asked. */
export interface WorkerPool {
  readonly run: <J extends Job>(job: J) => Promise<JobResult<J>>
  readonly stop: () => Promise<void>
}

interface Waiting {
  readonly id: number
  readonly job: Job
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

export interface PoolOptions {
  /** A job that takes longer is given up, and its worker with it. */
  readonly limitMs?: number
}

const LIMIT_MS = 120_000
/** What one hostile file may use; the server itself is untouched when it is passed. */
const MEMORY = { maxOldGenerationSizeMb: 768 }

/**
 * A pool of one worker thread, started with its first job. Jobs wait on this side, so that one that throws,
 * hangs or kills its worker is refused alone; the next one finds a new worker.
 */
export function workerPool({ limitMs = LIMIT_MS }: PoolOptions = {}): WorkerPool {
  const waiting: Waiting[] = []
  let worker: Worker | null = null
  let current: { readonly job: Waiting; readonly timer: NodeJS.Timeout } | null = null
  let lastId = 0

  const finish = (settle: (job: Waiting) => void): void => {
    if (!current) return
    const { job, timer } = current
    clearTimeout(timer)
    current = null
    settle(job)
    next()
  }

  const giveUp = (error: Error): void => {
    const broken = worker
    worker = null
    void broken?.terminate()
    finish((job) => job.reject(error))
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./checks-worker.ts', import.meta.url), {
      resourceLimits: MEMORY,
    })
    const isMine = () => worker === started
    started.on('message', ({ id, ...answer }: JobReply) => {
      if (!isMine() || current?.job.id !== id) return
      finish((job) => {
        if ('error' in answer) job.reject(new Error(answer.error))
        else job.resolve(answer.result as never)
      })
    })
    started.on('error', (error) => isMine() && giveUp(error as Error))
    started.on('exit', () => isMine() && giveUp(new Error('The checks worker stopped.')))
    return started
  }

  const next = (): void => {
    if (current) return
    const job = waiting.shift()
    if (!job) return worker?.unref()
    worker ??= start()
    worker.ref()
    const timer = setTimeout(() => giveUp(new Error('The checks took too long.')), limitMs)
    current = { job, timer }
    try {
      worker.postMessage({ id: job.id, job: job.job })
    } catch (error) {
      // What cannot be handed over is the fault of the job alone.
      finish((one) => one.reject(error as Error))
    }
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        waiting.push({ id: ++lastId, job, resolve, reject })
        next()
      }),
    async stop() {
      const stopping = worker
      for (const { reject } of waiting.splice(0)) reject(new Error('The server is stopping.'))
      worker = null
      finish((job) => job.reject(new Error('The server is stopping.')))
      await stopping?.terminate()
    },
  }
}
