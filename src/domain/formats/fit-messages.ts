import { RefusedFile } from './refuse.ts'

/** One data message of a FIT file. */
export interface FitMessage {
  readonly global: number
  readonly fields: FitFields
  /** Seconds since the FIT epoch, from the message or its compressed header. */
  readonly atS: number | null
}

interface FieldPlan {
  readonly number: number
  readonly size: number
  readonly type: number
}

interface MessagePlan {
  readonly global: number
  readonly littleEndian: boolean
  readonly fields: readonly FieldPlan[]
  /** Bytes of a message, developer fields included. */
  readonly size: number
}

const TIMESTAMP = 253
const CHECKSUM_BYTES = 2
/** Base types by their low five bits: byte width, and the value that means "nothing". */
const TYPES: Readonly<Record<number, { width: number; invalid: number; signed?: true }>> = {
  0: { width: 1, invalid: 0xff },
  1: { width: 1, invalid: 0x7f, signed: true },
  2: { width: 1, invalid: 0xff },
  3: { width: 2, invalid: 0x7fff, signed: true },
  4: { width: 2, invalid: 0xffff },
  5: { width: 4, invalid: 0x7fffffff, signed: true },
  6: { width: 4, invalid: 0xffffffff },
  10: { width: 1, invalid: 0 },
  11: { width: 2, invalid: 0 },
  12: { width: 4, invalid: 0 },
  13: { width: 1, invalid: 0xff },
}
const STRING_TYPE = 7
const CRC_NIBBLES = [
  0, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000,
  0x9c01, 0x8801, 0x4400,
]

/** The values of one message, read when asked for. */
export class FitFields {
  private readonly view: DataView
  private readonly at: number
  private readonly plan: MessagePlan

  constructor(view: DataView, at: number, plan: MessagePlan) {
    this.view = view
    this.at = at
    this.plan = plan
  }

  /** A whole number; `null` when the message has no such field or the field says "nothing". */
  number(fieldNumber: number): number | null {
    const found = this.find(fieldNumber)
    const type = found && TYPES[found.field.type & 0x1f]
    if (!found || !type || found.field.size !== type.width) return null
    const value = this.readInteger(found.at, type.width, type.signed === true)
    return value === type.invalid ? null : value
  }

  /** A text in UTF-8, up to its closing zero. */
  text(fieldNumber: number): string | null {
    const found = this.find(fieldNumber)
    if (!found || (found.field.type & 0x1f) !== STRING_TYPE) return null
    const { buffer, byteOffset } = this.view
    const bytes = new Uint8Array(buffer, byteOffset + found.at, found.field.size)
    const end = bytes.indexOf(0)
    const text = new TextDecoder('utf-8').decode(end < 0 ? bytes : bytes.subarray(0, end)).trim()
    return text === '' ? null : text
  }

  private find(fieldNumber: number): { field: FieldPlan; at: number } | null {
    let at = this.at
    for (const field of this.plan.fields) {
      if (field.number === fieldNumber) return { field, at }
      at += field.size
    }
    return null
  }

  private readInteger(at: number, width: number, signed: boolean): number {
    const { littleEndian } = this.plan
    if (width === 1) return signed ? this.view.getInt8(at) : this.view.getUint8(at)
    if (width === 2) {
      return signed ? this.view.getInt16(at, littleEndian) : this.view.getUint16(at, littleEndian)
    }
    return signed ? this.view.getInt32(at, littleEndian) : this.view.getUint32(at, littleEndian)
  }
}

/**
 * The data messages of a FIT file, or of several joined end to end (layout: Garmin's public "FIT
 * Protocol" description). Where the bytes are damaged or end too early, reading ends and what came
 * before is kept. Throws `RefusedFile` on bytes that are not FIT at all.
 */
export class FitMessages {
  badChecksums = 0
  /** Bytes that could not be read behind a damage. */
  unreadBytes = 0
  /** The file ends before its data. */
  isCutShort = false
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private plans = new Map<number, MessagePlan>()
  private lastAtS: number | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  *read(): Generator<FitMessage> {
    let at = 0
    do {
      const headerSize = this.bytes[at] ?? 0
      if (headerSize < 12 || at + headerSize > this.bytes.length) {
        throw new RefusedFile('malformed-fit')
      }
      const from = at + headerSize
      const to = this.endOfData(at, from)
      const isWhole = to <= this.bytes.length
      this.plans = new Map()
      yield* this.readData(from, Math.min(to, this.bytes.length))
      if (isWhole) this.checkSum(at, to)
      else this.isCutShort = true
      at = to + CHECKSUM_BYTES
    } while (this.isJoinedFile(at))
  }

  /** The size that the header tells; a device that stopped before it closed the file has left 0. */
  private endOfData(at: number, from: number): number {
    const size = this.view.getUint32(at + 4, true)
    return size === 0 && this.bytes.length > from + CHECKSUM_BYTES ? Infinity : from + size
  }

  private isJoinedFile(at: number): boolean {
    return at + 12 < this.bytes.length && this.bytes[at + 8] === 0x2e && this.bytes[at + 9] === 0x46
  }

  private *readData(from: number, to: number): Generator<FitMessage> {
    let at = from
    while (at < to) {
      const header = this.bytes[at]!
      const compressed = (header & 0x80) !== 0
      if (!compressed && (header & 0x40) !== 0) {
        const next = this.readPlan(header, at + 1, to)
        if (next === null) break
        at = next
        continue
      }
      const plan = this.plans.get(compressed ? (header >> 5) & 0x3 : header & 0xf)
      if (!plan || at + 1 + plan.size > to) break
      const fields = new FitFields(this.view, at + 1, plan)
      const atS = compressed ? this.compressedInstant(header & 0x1f) : fields.number(TIMESTAMP)
      if (atS !== null) this.lastAtS = atS
      yield { global: plan.global, fields, atS }
      at += 1 + plan.size
    }
    this.unreadBytes += to - at
  }

  /** Where the next message begins; `null` when the definition runs beyond the data. */
  private readPlan(header: number, start: number, to: number): number | null {
    if (start + 5 > to) return null
    const littleEndian = this.bytes[start + 1] === 0
    const global = this.view.getUint16(start + 2, littleEndian)
    const count = this.bytes[start + 4]!
    let at = start + 5
    const hasDeveloperFields = (header & 0x20) !== 0
    if (at + 3 * count + (hasDeveloperFields ? 1 : 0) > to) return null
    const fields: FieldPlan[] = []
    let size = 0
    for (let k = 0; k < count; k += 1, at += 3) {
      const field = {
        number: this.bytes[at]!,
        size: this.bytes[at + 1]!,
        type: this.bytes[at + 2]!,
      }
      fields.push(field)
      size += field.size
    }
    if (hasDeveloperFields) {
      const developerCount = this.bytes[at]!
      at += 1
      if (at + 3 * developerCount > to) return null
      for (let k = 0; k < developerCount; k += 1, at += 3) size += this.bytes[at + 1]!
    }
    this.plans.set(header & 0xf, { global, littleEndian, fields, size })
    return at
  }

  /** Five bits of seconds on top of the last full instant; they roll over every 32 seconds. */
  private compressedInstant(offset: number): number | null {
    if (this.lastAtS === null) return null
    const behind = this.lastAtS & 0x1f
    return this.lastAtS - behind + offset + (offset < behind ? 32 : 0)
  }

  private checkSum(from: number, to: number): void {
    if (to + CHECKSUM_BYTES > this.bytes.length) {
      this.badChecksums += 1
      return
    }
    let sum = 0
    for (let i = from; i < to; i += 1) {
      const byte = this.bytes[i]!
      sum = (sum >>> 4) ^ CRC_NIBBLES[sum & 15]! ^ CRC_NIBBLES[byte & 15]!
      sum = (sum >>> 4) ^ CRC_NIBBLES[sum & 15]! ^ CRC_NIBBLES[byte >>> 4]!
    }
    if (sum !== this.view.getUint16(to, true)) this.badChecksums += 1
  }
}
