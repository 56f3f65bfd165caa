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
    ['JALON_BASE_URL', 'https://exemple.fr/jalon'],
    ['JALON_BASE_URL', 'https://exemple.fr/?lang=fr'],
    ['JALON_BLOBS', 'https://s3.exemple.fr/jalon'],
    ['JALON_BLOBS', 's3://Majuscules'],
    ['JALON_S3_ENDPOINT', 's3.exemple.fr'],
    ['JALON_S3_REGION', 'eu west'],
    ['JALON_LANG', 'de'],
    ['JALON_LOG', 'bavard'],
    ['JALON_DEMO', 'oui'],
    ['JALON_TRUST_PROXY', 'yes'],
  ] as const)('%s=%s is refused by name, with a sentence in both languages', (variable, value) => {
    const s3 = { JALON_BLOBS: 's3://jalon', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    const read = () => readConfig({ ...s3, [variable]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${variable}=${value}`)
    for (const words of [french, english]) {
      expect(words.config[variable]).toContain(`${variable}={value}`)
    }
  })

  it('blobs go to a bucket when one is named, with keys from the environment', () => {
    const settings = {
      JALON_BLOBS: 's3://jalon/photos',
      AWS_ACCESS_KEY_ID: 'clef',
      AWS_SECRET_ACCESS_KEY: 'secret',
    }
    expect(readConfig(settings).s3).toEqual({
      ...{ endpoint: 'https://s3.us-east-1.amazonaws.com', region: 'us-east-1' },
      ...{ bucket: 'jalon', prefix: 'photos/', keyId: 'clef', secret: 'secret' },
    })
    expect(readConfig({ ...settings, JALON_BLOBS: '' }).s3).toBeUndefined()
    for (const key of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const) {
      const read = () => readConfig({ ...settings, [key]: '' })
      expect(read).toThrow(new RegExp(`^${key}=$`))
    }
  })

  it('a secret is never shown, not even to say that it is wrong', () => {
    const short = () => readConfig({ JALON_METRICS_TOKEN: 'trop-court' })
    expect(short).toThrow('JALON_METRICS_TOKEN=…')
    const address = () => readConfig({ DATABASE_URL: 'mysql://jalon:motdepasse@db/jalon' })
    expect(address).toThrow('DATABASE_URL=mysql://jalon:…@db/jalon')
  })
})
