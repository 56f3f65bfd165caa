import { SaxesParser, type SaxesTagNS } from 'saxes'

const GPX = 'http://www.topografix.com/GPX/1/1'
const POINT = [
  ...['ele', 'time', 'magvar', 'geoidheight', 'name', 'cmt', 'desc', 'src', 'link', 'sym'],
  ...['type', 'fix', 'sat', 'hdop', 'vdop', 'pdop', 'ageofdgpsdata', 'dgpsid', 'extensions'],
]
const LINE = ['name', 'cmt', 'desc', 'src', 'link', 'number', 'type', 'extensions']
/** Children of each element of GPX 1.1, in the order in which they must come (topografix.com/GPX/1/1). */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  gpx: ['metadata', 'wpt', 'rte', 'trk', 'extensions'],
  metadata: [
    ...['name', 'desc', 'author', 'copyright', 'link', 'time', 'keywords', 'bounds', 'extensions'],
  ],
  wpt: POINT,
  rtept: POINT,
  trkpt: POINT,
  rte: [...LINE, 'rtept'],
  trk: [...LINE, 'trkseg'],
  trkseg: ['trkpt', 'extensions'],
}
/** Elements that may come more than once in their parent. */
const REPEATED = new Set(['wpt', 'rte', 'trk', 'rtept', 'trkseg', 'trkpt', 'link'])

/** Where a text is not a GPX 1.1 document: its shape, its order, its numbers. Empty when it is one. */
export function problemsOfGpx(text: string): string[] {
  const problems: string[] = []
  const open: { name: string; last: number; text: string }[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', ({ message }) => problems.push(message))
  parser.on('opentag', (tag) => {
    const parent = open.at(-1)
    const name = tag.local
    if (tag.uri !== GPX) problems.push(`<${tag.name}> is not of GPX 1.1`)
    if (!parent) {
      if (name !== 'gpx') problems.push(`<${name}> at the root`)
      if (valueOf(tag, 'version') !== '1.1' || !valueOf(tag, 'creator')) problems.push('no version')
    } else {
      const order = ORDER[parent.name]
      const place = order?.indexOf(name) ?? -1
      if (place < 0) problems.push(`<${name}> in <${parent.name}>`)
      else if (place < parent.last) problems.push(`<${name}> comes too late in <${parent.name}>`)
      else if (place === parent.last && !REPEATED.has(name)) problems.push(`a second <${name}>`)
      parent.last = Math.max(parent.last, place)
    }
    if (['wpt', 'rtept', 'trkpt'].includes(name)) {
      if (!isWithin(valueOf(tag, 'lat'), 90)) problems.push(`a latitude of <${name}>`)
      if (!isWithin(valueOf(tag, 'lon'), 180)) problems.push(`a longitude of <${name}>`)
    }
    open.push({ name, last: -1, text: '' })
  })
  parser.on('text', (more) => {
    const here = open.at(-1)
    if (here) here.text += more
  })
  parser.on('closetag', () => {
    const { name, text: content } = open.pop()!
    if (name === 'ele' && !/^-?\d+(\.\d+)?$/.test(content)) problems.push(`<ele>${content}`)
    if (name === 'time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(content)) {
      problems.push(`<time>${content}`)
    }
    if (ORDER[name] && /\S/.test(content)) problems.push(`text in <${name}>`)
  })
  parser.write(text).close()
  return problems
}

function valueOf({ attributes }: SaxesTagNS, name: string): string | undefined {
  return attributes[name]?.value
}

function isWithin(text: string | undefined, most: number): boolean {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= most
}
