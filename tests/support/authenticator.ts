import {
  createHash,
  createSign,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'

interface Options {
  readonly challenge: string
  readonly rpId?: string
  readonly rp?: { readonly id: string }
}
interface Site {
  readonly origin: string
  readonly rpId?: string
}
interface Credential {
  readonly id: Buffer
  readonly key: KeyObject
  counter: number
}

/** A key as browsers speak for it: real keys and real signatures, without a browser. */
export function aKey({ verifiesUser = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credential: Credential = { id: randomBytes(32), key: privateKey, counter: 0 }
  const id = credential.id.toString('base64url')
  const flags = 0x01 | (verifiesUser ? 0x04 : 0)

  const client = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const head = (rpId: string, more = 0) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(credential.counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags | more]), count])
  }
  const common = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }

  return {
    id,
    /** Where the key's own count stands: a copy of it would count apart. */
    countTo: (counter: number) => void (credential.counter = counter),
    add({ challenge, rp }: Options, { origin, rpId = rp?.id ?? 'localhost' }: Site) {
      const { x, y } = publicKey.export({ format: 'jwk' })
      const cose = cborMap([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ])
      const length = Buffer.from([0, credential.id.length])
      const data = [head(rpId, 0x40), Buffer.alloc(16), length, credential.id, cose]
      const attestation = cborMap([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', Buffer.concat(data)],
      ])
      return {
        ...common,
        response: {
          clientDataJSON: client('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    signIn({ challenge, rpId: asked }: Options, { origin, rpId = asked ?? 'localhost' }: Site) {
      credential.counter += 1
      const data = head(rpId)
      const clientData = client('webauthn.get', challenge, origin)
      const signed = createSign('SHA256').update(Buffer.concat([data, sha256(clientData)]))
      return {
        ...common,
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signed.sign(credential.key).toString('base64url'),
        },
      }
    },
  }
}

function sha256(what: string | Buffer): Buffer {
  return createHash('sha256').update(what).digest()
}

type Cbor = number | string | Buffer | Map<string, string>

function cborMap(entries: readonly (readonly [Cbor, Cbor])[]): Buffer {
  return Buffer.concat([
    cborHead(5, entries.length),
    ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)]),
  ])
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  if (value instanceof Map) return cborHead(5, 0)
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([cborHead(typeof value === 'string' ? 3 : 2, bytes.length), bytes])
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
