import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import english from '../../../src/locales/en/server.json' with { type: 'json' }
import french from '../../../src/locales/fr/server.json' with { type: 'json' }
import { ConfigError, readConfig } from '../../../src/server/config.ts'

describe('settings', () => {
  it('without any, it serves this machine from ./var', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: resolve('var'),
      baseUrl: 'http://localhost:8080',
      https: false,
      language: 'fr',
    })
    expect(readConfig({ PORT: '', JALON_LANG: ' ' })).toEqual(readConfig({}))
  })

  it('reads each of them', () => {
    const config = readConfig({
      PORT: '9000',
      HOST: '0.0.0.0',
      JALON_DATA: '/srv/jalon',
      DATABASE_URL: 'postgres://jalon@db/jalon',
      JALON_BASE_URL: 'https://sentiers.exemple.fr/',
      JALON_LANG: 'en',
      JALON_TRUST_PROXY: '1',
    })
    expect(config).toMatchObject({
      port: 9000,
      host: '0.0.0.0',
      dataDir: '/srv/jalon',
      databaseUrl: 'postgres://jalon@db/jalon',
      baseUrl: 'https://sentiers.exemple.fr',
      https: true,
      language: 'en',
      trustProxy: true,
    })
  })

  it.each([
    ['PORT', 'quatre-vingts'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'jalon'],
    ['JALON_BASE_URL', 'sentiers.exemple.fr'],
    ['JALON_BASE_URL', 'javascript:alert(1)'],
    ['JALON_LANG', 'de'],
    ['JALON_LOG', 'bavard'],
    ['JALON_DEMO', 'oui'],
    ['JALON_TRUST_PROXY', 'yes'],
  ] as const)('%s=%s is refused by name, with a sentence in both languages', (variable, value) => {
    const read = () => readConfig({ [variable]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${variable}=${value}`)
    for (const words of [french, english]) {
      expect(words.config[variable]).toContain(`${variable}={value}`)
    }
  })
})
