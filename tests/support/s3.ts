import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Place } from '../../src/server/storage/blobs/s3-client.ts'

/** A real S3-compatible server of this test file's own. */
export interface RunningS3 {
  /** A new bucket, and the way to it. */
  bucket(): S3Place
  readonly endpoint: string
  stop(): Promise<void>
}

/** Keys that every such server knows. */
const KEY = { keyId: 'S3RVER', secret: 'S3RVER' }

export async function startS3(buckets = 20): Promise<RunningS3> {
  const directory = mkdtempSync(join(tmpdir(), 'jalon-s3-'))
  const names = Array.from({ length: buckets }, (_, i) => `essai-${i}`)
  const server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory },
    configureBuckets: names.map((name) => ({ name, configs: [] })),
  })
  const { port } = await server.run()
  const endpoint = `http://127.0.0.1:${port}`
  let given = 0
  return {
    endpoint,
    bucket: () => ({
      ...{ endpoint, region: 'us-east-1', prefix: 'jalon/', ...KEY },
      bucket: names[given++] ?? 'none-left',
    }),
    async stop() {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
