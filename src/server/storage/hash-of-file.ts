import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** SHA-256 of a file's bytes, never the whole of it in memory. */
export async function hashOfFile(
  file: string,
  encoding: 'hex' | 'base64url' = 'hex',
): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest(encoding)
}
