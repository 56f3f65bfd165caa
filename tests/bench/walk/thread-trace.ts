import type { BrowserContext, CDPSession } from '@playwright/test'

/** What the threads of a page did while they were watched, milliseconds. */
export interface ThreadWork {
  /** Longest task of the main thread: time of the processor, and time of the clock. */
  readonly longestCpuMs: number
  readonly longestWallMs: number
  readonly tasksOver50Ms: number
  /** All that the main thread did. */
  readonly mainCpuMs: number
  /** All that the page's own workers did, the service worker apart. */
  readonly workerCpuMs: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  /** Time of the processor: what other programs took from the thread is not in it. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const TASK = 'ThreadControllerImpl::RunTask'

/**
 * Watches the threads of the browser while `work` runs. On a machine that others use too, a task that
 * had to wait for the processor looks long by the clock: its own time tells what a phone would feel.
 */
export async function watchThreads(
  context: BrowserContext,
  work: () => Promise<void>,
): Promise<ThreadWork> {
  const session: CDPSession = await context.browser()!.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]))
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  })
  try {
    await work()
  } finally {
    const complete = new Promise<void>((resolve) =>
      session.once('Tracing.tracingComplete', () => resolve()),
    )
    await session.send('Tracing.end')
    await complete
    await session.detach()
  }
  return summary(events)
}

function summary(events: readonly TraceEvent[]): ThreadWork {
  const nameOf = new Map(
    events
      .filter(({ name }) => name === 'thread_name')
      .map(({ pid, tid, args }) => [`${pid}/${tid}`, args?.name]),
  )
  const tasksOf = (thread: string) =>
    events.filter(
      ({ name, ph, pid, tid }) =>
        name === TASK && ph === 'X' && nameOf.get(`${pid}/${tid}`) === thread,
    )
  const cpuMs = ({ tdur, dur }: TraceEvent) => (tdur ?? dur ?? 0) / 1_000
  const sum = (tasks: readonly TraceEvent[]) =>
    tasks.reduce((total, task) => total + cpuMs(task), 0)
  const main = tasksOf('CrRendererMain')
  return {
    longestCpuMs: Math.max(0, ...main.map(cpuMs)),
    longestWallMs: Math.max(0, ...main.map(({ dur }) => (dur ?? 0) / 1_000)),
    tasksOver50Ms: main.filter((task) => cpuMs(task) > 50).length,
    mainCpuMs: sum(main),
    workerCpuMs: sum(tasksOf('DedicatedWorker thread')),
  }
}
