/**
 * Request-response over a worker (RPC) with a timeout: each request is answered under its number. The worker is started with the first question;
 * one that fails or does not come back in time is given up, and the next question finds a new one.
 */
export function createWorkerClient<Answer>(start: () => Worker, patienceMs: number) {
  let worker: Worker | null = null
  let asked = 0

  function wait(asking: Worker, id: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        asking.removeEventListener('message', hear)
        asking.removeEventListener('error', fail)
      }
      const hear = ({ data }: MessageEvent<Answer & { readonly id: number }>) => {
        if (data.id !== id) return
        done()
        resolve(data)
      }
      const fail = () => {
        done()
        reject(new Error('the worker failed'))
      }
      const timer = setTimeout(fail, patienceMs)
      asking.addEventListener('message', hear)
      asking.addEventListener('error', fail)
    })
  }

  return {
    /** Starts the worker before there is a question: its program is loaded meanwhile. */
    warmUp: (): void => {
      try {
        worker ??= start()
      } catch {
        // The first question will say so.
      }
    },

    ask: async (question: object, transfer: Transferable[] = []): Promise<Answer> => {
      asked += 1
      try {
        worker ??= start()
        const answer = wait(worker, asked)
        worker.postMessage({ id: asked, ...question }, transfer)
        return await answer
      } catch (error) {
        worker?.terminate()
        worker = null
        throw error
      }
    },
  }
}
