/**
 * Serial queue (mutex): tasks run one after the other, in the order they were asked for. One that fails is told
 * to whoever asked for it, and never keeps the next from running.
 */
export function createSerial() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const run = last.then(task)
    last = run.catch(() => undefined)
    return run
  }
}
