import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RESCUE_LIMITS } from '../../src/domain/formats/open-rescue.ts'
import { BLOB_LIMIT_BYTES } from '../../src/contract/protocol.ts'
import french from '../../src/locales/fr/server.json' with { type: 'json' }
import { readConfig } from '../../src/server/config.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
/** Of systemd, where there is one. */
const ANALYSER = 'systemd-analyze'
const VARIABLES = Object.keys(french.config)

/** `NAME=value` lines, those that are commented out included when they have a value. */
function settingsOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/^#?([A-Z_0-9]+)=(.*)$/gm)]
  return Object.fromEntries(found.map(([, name, value]) => [name!, value!]))
}

describe('files to run it with', () => {
  it('the example names every setting, no other, and can be read as it is', () => {
    const example = settingsOf(read('deploy/jalon.env.example'))
    expect(Object.keys(example).sort()).toEqual([...VARIABLES].sort())
    const filled = { ...example, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    expect(readConfig(filled)).toMatchObject({ https: true, demo: false, trustProxy: true })
  })

  it('every setting is told in the guide', () => {
    const guide = read('docs/operations.md')
    for (const variable of VARIABLES) expect(guide).toContain(`\`${variable}\``)
  })

  it('the unit starts a file that is there, and waits longer than a stop takes', () => {
    const unit = settingsOf(
      read('deploy/jalon.service').replace(/^([A-Z]\w+)=/gm, (line) => line.toUpperCase()),
    )
    // The package has it: `tests/scripts/package.test.ts`.
    expect(unit['EXECSTART']).toBe('/usr/bin/node /opt/jalon/server.mjs')
    expect(Number(unit['TIMEOUTSTOPSEC'])).toBeGreaterThan(20)
  })

  it('systemd finds nothing wrong with the unit', ({ skip }) => {
    const verify = spawnSync(ANALYSER, ['verify', join(ROOT, 'deploy/jalon.service')], {
      encoding: 'utf8',
    })
    if (verify.error) return skip('systemd is not here')
    const lines = verify.stderr.split('\n').filter((line) => line.includes('jalon.service'))
    // The program is where it will be installed, not where tests run.
    expect(lines.filter((line) => !/not executable|No such file/.test(line))).toEqual([])
  })

  it('proxies let through what Jalon itself would take, and hide the figures', () => {
    const [nginx, caddy] = [read('deploy/nginx.conf'), read('deploy/Caddyfile')]
    const megabytes = [/client_max_body_size (\d+)m/.exec(nginx), /max_size (\d+)MB/.exec(caddy)]
    for (const found of megabytes)
      expect(Number(found?.[1]) * 1e6).toBeGreaterThan(BLOB_LIMIT_BYTES)
    const rescues = [
      /location = \/api\/desk\/rescue \{[^}]*client_max_body_size (\d+)m/.exec(nginx),
      /request_body @rescue \{\s*max_size (\d+)MB/.exec(caddy),
    ]
    for (const found of rescues)
      expect(Number(found?.[1]) * 1e6).toBeGreaterThan(RESCUE_LIMITS.fileBytes)
    expect(caddy).toMatch(/@small not path \/api\/desk\/rescue\s+request_body @small/)
    expect(nginx).toMatch(/listen 443 ssl http2;/)
    expect(nginx).toMatch(/location = \/api\/events \{[^}]*proxy_buffering off/)
    expect(caddy).toContain('flush_interval -1')
    expect(nginx).toMatch(/location = \/metrics \{\s*return 404/)
    expect(caddy).toMatch(/@metrics path \/metrics\s+respond @metrics 404/)
  })
})
