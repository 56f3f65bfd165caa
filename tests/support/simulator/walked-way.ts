import { pointAt, toPath, type MeasuredLine } from '../../../src/domain/geo/chainage.ts'

/** A place where the walker leaves the trail. */
export interface Departure {
  /**
   * `detour`: a bow around a stretch of the trail. `excursion`: out and back to the same place.
   * `shortcut`: straight from one place to another.
   */
  readonly kind: 'detour' | 'excursion' | 'shortcut'
  /** Metres after the start of the walk, along the trail. */
  readonly atM: number
  /** Length of trail that it passes by; none for an excursion. */
  readonly spanM: number
  /** How far from the trail it goes, to the left when positive; unused by a shortcut. */
  readonly lateralM: number
}

/** The way really walked, by metres since the start. */
export interface Way {
  readonly lengthM: number
  readonly departures: readonly TrueDeparture[]
  at(walkedM: number): { x: number; y: number; alongM: number; offTrailM: number }
}

export interface TrueDeparture extends Departure {
  /** Chainage where the trail was left and where it was reached again, in the order of walking. */
  readonly leftM: number
  readonly backM: number
  readonly walkedM: number
  /** Metres walked when it begins. */
  readonly startsAtM: number
}

export interface WayOptions {
  readonly direction?: 1 | -1
  readonly startM?: number
  readonly distanceM?: number
  readonly departures?: readonly Departure[]
}

interface Node {
  readonly x: number
  readonly y: number
  readonly alongM: number
  readonly offTrailM: number
}

const STEP_M = 2

/** Lays out a walk on a trail. A walk that goes past the end of a loop goes round. */
export function planWay(trail: MeasuredLine, options: WayOptions): Way {
  const { lengthM } = trail.path
  const direction = options.direction ?? 1
  const startM = options.startM ?? (direction === 1 ? 0 : lengthM)
  const distanceM = options.distanceM ?? lengthM
  const along = (m: number): number => {
    const at = startM + direction * m
    return at < 0 || at > lengthM ? ((at % lengthM) + lengthM) % lengthM : at
  }
  const place = (m: number): { x: number; y: number } => pointAt(trail.path, along(m))
  const nodes: Node[] = []
  const departures: TrueDeparture[] = []
  const planned = [...(options.departures ?? [])].sort((a, b) => a.atM - b.atM)
  for (let m = 0; m <= distanceM; m += STEP_M) {
    const departure = planned[0]
    if (!departure || departure.atM > m) {
      nodes.push({ ...place(m), alongM: along(m), offTrailM: 0 })
      continue
    }
    planned.shift()
    const detour = goAround(departure, m, place, along)
    departures.push({
      ...departure,
      leftM: along(m),
      backM: along(m + departure.spanM),
      walkedM: lengthOf(detour),
      startsAtM: lengthOf(nodes),
    })
    nodes.push(...detour)
    m += departure.spanM
  }
  const path = toPath(
    Float64Array.from(nodes, ({ x }) => x),
    Float64Array.from(nodes, ({ y }) => y),
  )
  let segment = 0
  const at: Way['at'] = (walkedM) => {
    while (segment < nodes.length - 2 && path.chainageM[segment + 1]! <= walkedM) segment += 1
    while (segment > 0 && path.chainageM[segment]! > walkedM) segment -= 1
    const node = nodes[segment]!
    return { ...pointAt(path, walkedM), alongM: node.alongM, offTrailM: node.offTrailM }
  }
  return { lengthM: path.lengthM, departures, at }
}

function goAround(
  { kind, spanM, lateralM }: Departure,
  m: number,
  place: (m: number) => { x: number; y: number },
  along: (m: number) => number,
): Node[] {
  const from = place(m)
  const to = place(m + spanM)
  const ahead = place(m + 5)
  const heading = Math.atan2(ahead.y - from.y, ahead.x - from.x)
  const nodes: Node[] = []
  const count = Math.ceil((spanM + 2 * Math.abs(lateralM)) / STEP_M)
  for (let k = 0; k <= count; k += 1) {
    const share = k / count
    const bow = kind === 'shortcut' ? 0 : lateralM * Math.sin(Math.PI * share)
    const base =
      kind === 'shortcut'
        ? { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
        : place(m + spanM * share)
    const side = kind === 'excursion' ? heading : headingAt(place, m + spanM * share)
    nodes.push({
      x: base.x - bow * Math.sin(side),
      y: base.y + bow * Math.cos(side),
      alongM: along(m + spanM * share),
      offTrailM: kind === 'shortcut' ? 1 : Math.abs(bow),
    })
  }
  return nodes
}

function headingAt(place: (m: number) => { x: number; y: number }, m: number): number {
  const a = place(m - 15)
  const b = place(m + 15)
  return Math.atan2(b.y - a.y, b.x - a.x)
}

function lengthOf(nodes: readonly Node[]): number {
  let sum = 0
  for (let i = 1; i < nodes.length; i += 1) {
    sum += Math.hypot(nodes[i]!.x - nodes[i - 1]!.x, nodes[i]!.y - nodes[i - 1]!.y)
  }
  return sum
}
