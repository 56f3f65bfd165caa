import { Ajv, type AnySchema } from 'ajv'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aReport, TERRITORY } from '../support/records.ts'
import { testServer, type Phone, type TestServer } from '../support/test-server.ts'

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
}
interface Operation {
  readonly parameters: readonly { name: string; in: string; required?: boolean }[]
  readonly responses: Record<string, { content?: Record<string, { schema: AnySchema }> }>
}

describe('the description of the API', () => {
  let server: TestServer
  let phone: Phone
  let document: Document
  beforeAll(async () => {
    server = await testServer()
    phone = await server.phone()
    document = (await (await server.request('/api/openapi.json')).json()) as Document
  })
  afterAll(() => server.dispose())

  it('describes every address of the API, and nothing that is not there', () => {
    const served = server.app.routes
      .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
      .filter(({ path }) => path !== '/api/openapi.json')
      .map(({ path, method }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    // The router answers HEAD from GET.
    expect(described.filter((one) => !one.startsWith('head ')).sort()).toEqual(
      [...new Set(served)].sort(),
    )
  })

  it('keeps to the dialect: path parameters are all required and named in the path', () => {
    expect(document.openapi).toBe('3.0.3')
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((one) => one.in === 'path')
        expect(inPath.every((one) => one.required && path.includes(`{${one.name}}`))).toBe(true)
      }
    }
    expect(JSON.stringify(document)).not.toMatch(/"\$schema"|"const":|"type":\[/)
  })

  it('what the server answers is what is described', async () => {
    const ajv = new Ajv({ strict: false })
    ;(formats as unknown as (to: Ajv) => void)(ajv)
    const admin = await server.phone('admin')
    const told = async (path: string) =>
      (await (await admin.request(`${path}?territory=${TERRITORY}`)).json()) as unknown
    const answers = {
      '/api/passkeys': await told('/api/passkeys'),
      '/api/devices': await told('/api/devices'),
      '/api/desk/quarantine': await told('/api/desk/quarantine'),
      '/api/desk/journal': await told('/api/desk/journal'),
      '/api/desk/trails': await told('/api/desk/trails'),
      '/api/info': (await (await server.request('/api/info')).json()) as unknown,
      '/api/session': (await (await phone.request('/api/session')).json()) as unknown,
      '/api/push': await phone.push([aReport({ device: phone.device }), 'x']),
      '/api/pull': await phone.pull(),
    }
    for (const [path, answer] of Object.entries(answers)) {
      const operation = Object.values(document.paths[path]!)[0]!
      const schema = operation.responses['200']!.content!['application/json']!.schema
      expect([path, ajv.validate(schema, answer), ajv.errorsText()]).toEqual([
        path,
        true,
        'No errors',
      ])
    }
  })
})
