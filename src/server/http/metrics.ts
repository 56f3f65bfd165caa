import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What a server counts of itself. Labels are few and name nobody: no account, no device, no place. */
export interface Metrics {
  requestDone(request: { method: string; route: string; status: number; tookS: number }): void
  recordTaken(outcome: string): void
  blobBytesReceived(bytes: number): void
  blobDamaged(): void
  databaseFailed(code: string): void
  /** Everything, in the text format of Prometheus, with what `now` says of this instant. */
  text(now: Instant): Promise<string>
  readonly mediaType: string
}

/** What is looked up when somebody asks, instead of being counted. */
export interface Instant {
  readonly listeners: number
  readonly checksWaiting: number
  readonly recordsWaiting: number
  readonly quarantined: number
  readonly blobs: number
  readonly blobBytes: number
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'jalon_request_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const records = new Counter({
    name: 'jalon_push_records_total',
    help: 'Records received, by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const received = new Counter({
    name: 'jalon_blob_received_bytes_total',
    help: 'Bytes of photos, voices and raw fixes received.',
    registers,
  })
  const damaged = new Counter({
    name: 'jalon_blobs_damaged_total',
    help: 'Times that a stored photo or file was found not to be what was stored.',
    registers,
  })
  const failures = new Counter({
    name: 'jalon_database_errors_total',
    help: 'Statements that the database refused or could not run, by its code.',
    labelNames: ['code'],
    registers,
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const gauges = {
    listeners: gauge('jalon_event_listeners', 'Screens that listen for news.'),
    checksWaiting: gauge('jalon_checks_waiting', 'Walks that no check has looked at yet.'),
    recordsWaiting: gauge('jalon_records_waiting', 'Records that wait for a photo or a voice.'),
    quarantined: gauge('jalon_records_quarantined', 'Records kept aside.'),
    blobs: gauge('jalon_blobs', 'Photos and raw fixes stored.'),
    blobBytes: gauge('jalon_blob_bytes', 'Bytes of photos, voices and raw fixes stored.'),
  } satisfies Record<keyof Instant, Gauge>

  return {
    requestDone: ({ method, route, status, tookS }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, tookS),
    recordTaken: (outcome) => records.inc({ outcome }),
    blobBytesReceived: (bytes) => received.inc(bytes),
    blobDamaged: () => damaged.inc(),
    databaseFailed: (code) => failures.inc({ code }),
    async text(now) {
      for (const name of Object.keys(gauges) as (keyof Instant)[]) gauges[name].set(now[name])
      return registry.metrics()
    },
    mediaType: registry.contentType,
  }
}
