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
