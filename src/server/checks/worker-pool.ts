import { Worker } from 'node:worker_threads'
import type { Job, JobAnswer, JobResult } from './jobs.ts'

/** Heavy work beside the server's own thread, one job at a time, in the order asked. */
export interface WorkerPool {
  readonly run: <J extends Job>(job: J) => Promise<JobResult<J>>
  readonly stop: () => Promise<void>
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/**
 * A pool of one worker thread, started with its first job. A job that throws is refused alone; a worker
 * that dies takes its unfinished jobs with it, and the next job starts another one.
 */
export function workerPool(): WorkerPool {
  let worker: Worker | null = null
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  const failAll = (error: Error) => {
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./checks-worker.ts', import.meta.url))
    started.on('message', ({ id, ...answer }: JobAnswer) => {
      const job = waiting.get(id)
      waiting.delete(id)
      if (waiting.size === 0) started.unref()
      if ('error' in answer) job?.reject(new Error(answer.error))
      else job?.resolve(answer.result as never)
    })
    started.on('error', (error) => failAll(error as Error))
    started.on('exit', () => {
      if (worker === started) failAll(new Error('The checks worker stopped.'))
    })
    return started
  }

  return {
    run(job) {
      worker ??= start()
      worker.ref()
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker?.postMessage({ id, job })
      })
    },
    async stop() {
      const stopping = worker
      failAll(new Error('The server is stopping.'))
      await stopping?.terminate()
    },
  }
}
