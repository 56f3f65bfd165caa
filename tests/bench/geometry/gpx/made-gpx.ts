import { createRandom, mixSeed } from '../../../support/simulator/random.ts'

/** A file of the bench, and how many of its track points a reader can use. */
export interface MadeFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly points: number
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const ROOT =
  'version="1.1" creator="Jalon bench" xmlns="http://www.topografix.com/GPX/1/1" ' +
  'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'

/** A recording as watches write them: position, altitude, time, and an extension at each point. */
export function ordinaryGpx(points: number, seed: number): MadeFile {
  const text = document(
    `<trk><name>Tour</name><trkseg>\n${pointsText(points, seed)}</trkseg></trk>`,
  )
  return { name: `${points} points`, bytes: utf8(text), points }
}

/** What real files have in them, each oddity alone in a file of 300 points. */
export function oddGpx(seed: number): MadeFile[] {
  const N = 300
  const inside = pointsText(N, seed)
  const track = (body: string, name = 'Tour') =>
    `<trk><name>${name}</name><trkseg>\n${body}</trkseg></trk>`
  const whole = document(track(inside))
  const half = whole.slice(0, whole.indexOf('<trkpt', whole.length / 2))
  let nth = 0
  const broken = inside.replace(/lat="[^"]*"/g, (lat) => (nth++ % 10 === 0 ? 'lat="NaN"' : lat))
  const withBadLat = N / 10
  const plain = document(track(inside)).replaceAll(/<extensions>.*?<\/extensions>/g, '')
  return [
    odd('byte order mark, CRLF', `\uFEFF${whole.replaceAll('\n', '\r\n')}`, N),
    { name: 'UTF-16', bytes: utf16(whole.replace('UTF-8', 'UTF-16')), points: N },
    {
      name: 'ISO-8859-1',
      bytes: latin1(document(track(inside, 'Forêt')).replace('UTF-8', 'ISO-8859-1')),
      points: N,
    },
    odd('bare ampersand in a name', document(track(inside, 'Bar & Tabac')), N),
    odd('prefix never declared', whole.replace(/ xmlns:gpxtpx="[^"]*"/, ''), N),
    odd(
      'every element prefixed',
      plain
        .replaceAll(/<(\/?)(gpx|trk|trkseg|trkpt|ele|time|name)\b/g, '<$1g:$2')
        .replace('xmlns="', 'xmlns:g="'),
      N,
    ),
    odd(
      'empty segments between',
      document(track(`</trkseg><trkseg>${inside}</trkseg><trkseg>`)),
      N,
    ),
    odd('latitudes that are no numbers', document(track(broken)), N - withBadLat),
    odd('cut in the middle', half, half.split('</trkpt>').length - 1),
    odd('no XML declaration, leading lines', `\n\n${whole.slice(whole.indexOf('<gpx'))}`, N),
    odd('entities inside entities', bomb(track(inside, '&e9;')), 0),
  ]
}

function odd(name: string, text: string, points: number): MadeFile {
  return { name, bytes: utf8(text), points }
}

function document(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx ${ROOT}>\n${body}\n</gpx>\n`
}

function pointsText(count: number, seed: number): string {
  const random = createRandom(mixSeed(seed, 61))
  let [lon, lat, ele] = [-0.6, 43.7, 80]
  let text = ''
  for (let i = 0; i < count; i += 1) {
    lon += 1e-5 * random.normal()
    lat += 1e-5 * (0.6 + random.normal())
    ele += 0.2 * random.normal()
    const at = new Date(Date.UTC(2026, 4, 12, 8) + 1_000 * i).toISOString()
    text +=
      `<trkpt lat="${lat.toFixed(7)}" lon="${lon.toFixed(7)}"><ele>${ele.toFixed(1)}</ele><time>${at}</time>` +
      `<extensions><gpxtpx:TrackPointExtension><gpxtpx:atemp>17</gpxtpx:atemp></gpxtpx:TrackPointExtension></extensions></trkpt>\n`
  }
  return text
}

/** 10 letters, ten times over at each of nine levels: ten gigabytes for whoever expands it. */
function bomb(body: string): string {
  const levels = Array.from({ length: 9 }, (_, k) => {
    const inner = k === 0 ? 'x'.repeat(10) : `&e${k};`.repeat(10)
    return `<!ENTITY e${k + 1} "${inner}">`
  })
  return document(body).replace('<gpx ', `<!DOCTYPE gpx [${levels.join('')}]>\n<gpx `)
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + 2 * text.length)
  bytes.set([0xff, 0xfe])
  for (let i = 0; i < text.length; i += 1) {
    bytes[2 + 2 * i] = text.charCodeAt(i) & 0xff
    bytes[3 + 2 * i] = text.charCodeAt(i) >> 8
  }
  return bytes
}
