/** A FIT record to write: degrees, metres, seconds of the FIT epoch. */
export interface SampleRecord {
  readonly lat?: number
  readonly lon?: number
  readonly altitudeM?: number
  readonly heartRate?: number
  readonly atS: number
}

const NOTHING = { position: 0x7fffffff, altitude: 0xffff, heartRate: 0xff }

/** The bytes of a small FIT file: one definition, one record message each, a true checksum. */
export function fitFile(records: readonly SampleRecord[]): Uint8Array {
  const definition = [
    0x40, 0, 0, 20, 0, 5, 253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85, 2, 2, 0x84, 3, 1, 2,
  ]
  const size = definition.length + records.length * 16
  const bytes = new Uint8Array(14 + size + 2)
  const view = new DataView(bytes.buffer)
  bytes.set([14, 0x20, 0, 8])
  view.setUint32(4, size, true)
  bytes.set([0x2e, 0x46, 0x49, 0x54], 8)
  bytes.set(definition, 14)
  records.forEach(({ lat, lon, altitudeM, heartRate, atS }, i) => {
    const at = 14 + definition.length + i * 16
    view.setUint32(at + 1, atS, true)
    view.setInt32(at + 5, semicircles(lat), true)
    view.setInt32(at + 9, semicircles(lon), true)
    view.setUint16(
      at + 13,
      altitudeM === undefined ? NOTHING.altitude : (altitudeM + 500) * 5,
      true,
    )
    bytes[at + 15] = heartRate ?? NOTHING.heartRate
  })
  view.setUint16(14 + size, checksum(bytes.subarray(0, 14 + size)), true)
  return bytes
}

/** The bytes of a FIT file with one message of a kind: fields as `[number, size, base type]`, little-endian. */
export function fitMessages(
  { global, fields }: { global: number; fields: readonly (readonly [number, number, number])[] },
  content: readonly number[],
): Uint8Array {
  const data = [0x40, 0, 0, global, 0, fields.length, ...fields.flat(), 0, ...content]
  const bytes = new Uint8Array([
    14,
    0x20,
    0,
    8,
    0,
    0,
    0,
    0,
    0x2e,
    0x46,
    0x49,
    0x54,
    0,
    0,
    ...data,
    0,
    0,
  ])
  const view = new DataView(bytes.buffer)
  view.setUint32(4, data.length, true)
  view.setUint16(bytes.length - 2, checksum(bytes.subarray(0, -2)), true)
  return bytes
}

/** A latitude or longitude in degrees as four bytes of semicircles, little-endian. */
export function int32(deg: number): number[] {
  const view = new DataView(new ArrayBuffer(4))
  view.setInt32(0, semicircles(deg), true)
  return [...new Uint8Array(view.buffer)]
}

function semicircles(deg: number | undefined): number {
  return deg === undefined ? NOTHING.position : Math.round((deg * 2 ** 31) / 180)
}

/** CRC-16/ARC, bit by bit. */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xa001 : sum >>> 1
  }
  return sum
}
