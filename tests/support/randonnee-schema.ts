import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

const SCHEMA = join(import.meta.dirname, '../fixtures/schema-randonnee/schema-1.1.0.json')

/** What stands between a document and the national schema of itineraries, 1.1.0; empty when nothing does. */
export function againstRandonneeSchema(document: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  // The package's types and its module disagree about its default export.
  ;(addFormats as unknown as { default: (to: Ajv) => void }).default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object)
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
