import { describe, expect, it } from 'vitest'
import {
  bytes,
  counts,
  gpx,
  problems,
  read,
  refusal,
  trk,
  trkpt,
  TWO_POINTS,
} from './sample-files.ts'

const at = (time: string): string => `<time>${time}</time>`

describe('GPX as the world writes it', () => {
  it('is read by local name, whatever the version, the namespace or the order', () => {
    for (const root of [
      '',
      'version="7.7.5-play"',
      'version="1.1" xmlns="http://www.topografix.com/GPX/1/0"',
      'xmlns="nowhere"',
    ]) {
      expect(counts(read(gpx(trk(TWO_POINTS), root)))).toEqual([[2]])
    }
    const prefixed =
      '<g:gpx xmlns:g="x"><g:trk><g:trkseg><g:trkpt lat="1" lon="2"/><g:trkpt lat="1" lon="3"/></g:trkseg></g:trk></g:gpx>'
    expect(counts(read(prefixed))).toEqual([[2]])
  })

  it('reads names, creator, metadata and descriptions of 1.0 and 1.1', () => {
    const file = read(
      gpx(
        `<metadata><name>Tour</name><desc>Beau</desc></metadata><trk><name>Aller</name><desc>Facile</desc><type>walk</type><trkseg>${TWO_POINTS}</trkseg></trk>`,
      ),
    )
    expect(file).toMatchObject({ name: 'Tour', description: 'Beau', creator: 'essai' })
    expect(file.tracks[0]).toMatchObject({
      name: 'Aller',
      description: 'Facile',
      kept: { type: 'walk' },
    })
    expect(read(gpx(`<name>Ancien</name>${trk(TWO_POINTS)}`, 'version="1.0"')).name).toBe('Ancien')
  })

  it('strips a byte order mark, and reads UTF-16', () => {
    const text = gpx(trk(TWO_POINTS))
    expect(counts(read(`\ufeff${text}`))).toEqual([[2]])
    const wide = new Uint8Array(2 + 2 * text.length)
    wide.set([0xff, 0xfe])
    for (let i = 0; i < text.length; i += 1) wide[2 + 2 * i] = text.charCodeAt(i)
    expect(counts(read(wide))).toEqual([[2]])
    const big = new Uint8Array(wide)
    for (let i = 0; i < big.length; i += 2) big.set([wide[i + 1]!, wide[i]!], i)
    expect(counts(read(big))).toEqual([[2]])
  })

  it('falls back to windows-1252, and says so only when another encoding was announced', () => {
    const latin = (declared: string): Uint8Array => {
      const text = `<?xml version="1.0" encoding="${declared}"?><gpx><name>Ch\u0080ne fl\u00e8che</name>${trk(TWO_POINTS)}</gpx>`
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    }
    expect(read(latin('ISO-8859-1'))).toMatchObject({
      name: 'Ch€ne flèche',
      problems: [{ code: 'not-recorded' }],
    })
    expect(problems(read(latin('UTF-8')))).toMatchObject({ 'wrong-encoding': 1 })
  })

  it('reads around undeclared prefixes and bare ampersands', () => {
    const file = read(
      gpx(
        `<metadata><name>Bar & Tabac</name></metadata>${trk(trkpt(1, 2, '<extensions><gpxpx:power>3</gpxpx:power></extensions>') + trkpt(1, 3))}`,
      ),
    )
    expect(file.name).toBe('Bar & Tabac')
    expect(problems(file)).toMatchObject({ 'undeclared-prefix': 1, 'bare-ampersand': 1 })
  })

  it('drops positions that are none, and counts them', () => {
    const bad = [
      ['undefined', 'undefined'],
      ['', '1'],
      ['91', '1'],
      ['1', '181'],
      ['NaN', '1'],
      ['1e999', '1'],
    ]
    const file = read(
      gpx(trk(TWO_POINTS + bad.map(([lat, lon]) => trkpt(lat!, lon!)).join('') + '<trkpt/>')),
    )
    expect(counts(file)).toEqual([[2]])
    expect(problems(file)['bad-position']).toBe(7)
  })

  it('ends the segment at pause sentinels, and never clamps them', () => {
    const file = read(gpx(trk(TWO_POINTS + trkpt(100, 0) + trkpt(200, 0) + TWO_POINTS)))
    expect(counts(file)).toEqual([[2, 2]])
    expect(problems(file)).toMatchObject({ 'pause-marker': 2, 'several-segments': 2 })
  })

  it('reads scientific notation and 32 digits', () => {
    const file = read(
      gpx(trk(trkpt('5.1E1', '-9.0E-4') + trkpt('51.00000000000000000000000000000001', 0))),
    )
    expect(file.tracks[0]!.track.segments[0]!.map(({ lat, lon }) => [lat, lon])).toEqual([
      [51, -0.0009],
      [51, 0],
    ])
  })

  it('tells empty tracks, single points and lines without length', () => {
    expect(refusal(gpx('<trk><trkseg/></trk>'))).toMatchObject({
      code: 'nothing-inside',
      problems: [{ code: 'empty-segment', count: 1 }],
    })
    expect(problems(read(gpx(trk(TWO_POINTS, ''))))).toMatchObject({ 'empty-segment': 1 })
    expect(problems(read(gpx(trk(trkpt(1, 2)))))).toMatchObject({ 'single-point': 1 })
    expect(problems(read(gpx(trk(trkpt(1, 2) + trkpt(1, 2)))))).toMatchObject({ 'zero-length': 1 })
  })

  it('keeps tracks and segments apart', () => {
    const file = read(gpx(trk(TWO_POINTS, TWO_POINTS) + trk(TWO_POINTS)))
    expect(counts(file)).toEqual([[2, 2], [2]])
    expect(file.tracks[0]!.track.gaps).toEqual([{ reason: 'file' }])
    expect(problems(file)).toMatchObject({ 'several-tracks': 2, 'several-segments': 2 })
  })

  it('takes a route for a planned line, its shaping points and times included', () => {
    const file = read(
      gpx(
        `<rte><name>Plan</name><rtept lat="1" lon="2">${at('2024-05-01T10:00:00Z')}<extensions><gpxx:rpt lat="1.1" lon="2.1"/></extensions></rtept><rtept lat="1.2" lon="2.2"/></rte>`,
      ),
    )
    expect(file.routes[0]!.track.recorded).toBe(false)
    expect(file.routes[0]!.track.segments[0]!.map(({ lat }) => lat)).toEqual([1, 1.1, 1.2])
    expect(problems(file)).toMatchObject({ 'not-recorded': 1 })
  })

  it('reads times with offsets, fractions and none of them, and never sorts', () => {
    const times = [
      '2024-05-01T10:00:00+01:15',
      '2024-05-01T08:45:01.250Z',
      '2024-05-01T08:45:00',
      '2024-05-01T08:45:00Z',
      'hier',
      '2024-05-01 08:46:00Z',
    ]
    const file = read(gpx(trk(times.map((time, i) => trkpt(1, 2 + i / 1000, at(time))).join(''))))
    const start = Date.UTC(2024, 4, 1, 8, 45)
    expect(file.tracks[0]!.track.segments[0]!.map(({ atMs }) => atMs)).toEqual([
      start,
      start + 1250,
      start,
      start,
      undefined,
      start + 60_000,
    ])
    expect(problems(file)).toEqual({
      'time-missing': 1,
      'time-without-zone': 1,
      'time-unreadable': 1,
      'time-backwards': 1,
      'time-repeated': 1,
    })
  })

  it('leaves out altitudes that are empty, words or impossible', () => {
    const file = read(
      gpx(
        trk(['', 'abc', '99999', '12.5'].map((ele) => trkpt(1, 2, `<ele>${ele}</ele>`)).join('')),
      ),
    )
    expect(file.tracks[0]!.track.segments[0]!.map(({ eleM }) => eleM)).toEqual([
      undefined,
      undefined,
      undefined,
      12.5,
    ])
    expect(problems(file)).toMatchObject({ 'elevation-unreadable': 2, 'elevation-absurd': 1 })
  })

  it('reads accuracy, speed and heading, and no heart rate', () => {
    const inside = `<hdop>2</hdop><fix>dgps2</fix><speed>1.2</speed><course>90</course><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>150</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>`
    const file = read(
      gpx(
        trk(
          trkpt(1, 2, inside) +
            trkpt(1, 3, '<extensions><osmand:accuracy>4</osmand:accuracy></extensions>'),
        ),
      ),
    )
    const [first, second] = file.tracks[0]!.track.segments[0]!
    expect(first).toEqual({ lat: 1, lon: 2, accuracyM: 10, speedMS: 1.2, headingDeg: 90 })
    expect(second!.accuracyM).toBe(4)
    expect(problems(file)).toMatchObject({ 'unknown-fix-kind': 1, 'health-data-dropped': 1 })
    expect(JSON.stringify(file)).not.toContain('150')
  })

  it('keeps symbol, type and comment of waypoints as they are', () => {
    const file = read(
      gpx(
        '<wpt lat="1" lon="2"><ele>3</ele><name>Source</name><cmt>ici</cmt><desc>fraîche</desc><sym>Drinking Water</sym><type>eau</type></wpt>',
      ),
    )
    expect(file.waypoints).toEqual([
      {
        lat: 1,
        lon: 2,
        eleM: 3,
        name: 'Source',
        description: 'fraîche',
        symbol: 'Drinking Water',
        category: 'eau',
        kept: { cmt: 'ici' },
      },
    ])
  })

  it('refuses malformed XML in which nothing can be read, with its line', () => {
    expect(refusal(gpx('\n\n<trk></wrong>'))).toEqual({ code: 'malformed-xml', line: 4 })
    expect(refusal(gpx(trk(TWO_POINTS)).slice(0, 80)).code).toBe('malformed-xml')
  })

  it('reads all that comes before a cut, and tells it', () => {
    const whole = gpx(
      `<name>Tour</name>${trk(TWO_POINTS + trkpt(43.702, -1.052, '<ele>1234</ele>'))}`,
    )
    const cut = read(whole.slice(0, whole.indexOf('34</ele>')))
    expect(counts(cut)).toEqual([[3]])
    expect(cut.tracks[0]!.track.segments[0]![2]).toEqual({ lon: -1.052, lat: 43.702 })
    expect(problems(cut)).toMatchObject({ 'cut-short': 1 })
    for (let length = whole.indexOf(' lon="-1.051') + 20; length < whole.length; length += 1) {
      const [segment] = read(whole.slice(0, length)).tracks[0]!.track.segments
      expect(segment!.length).toBeGreaterThanOrEqual(2)
      for (const { eleM } of segment!) expect([undefined, 1234]).toContain(eleM)
    }
  })

  it('reads all that comes before a damage, and says how much comes after', () => {
    const file = read(gpx(`${trk(TWO_POINTS)}<trk a="1" a="2">${'x'.repeat(100)}</trk>`))
    expect(counts(file)).toEqual([[2]])
    expect(problems(file)['damaged']).toBeGreaterThan(100)
  })

  it('loses a character that XML forbids, and not the file', () => {
    const file = read(
      gpx(
        `<name>a\u0001b&#2;c</name>${trk(TWO_POINTS)}<wpt lat="1" lon="2"><name>x < 3 &euro; &bof;</name></wpt>`,
      ),
    )
    expect(file.name).toBe('abc')
    expect(file.waypoints[0]!.name).toBe('x < 3 € &bof;')
    expect(counts(file)).toEqual([[2]])
    expect(problems(file)).toMatchObject({ 'lost-character': 2, 'bare-ampersand': 2 })
  })

  it('closes elements that are not closed in their place', () => {
    const file = read(gpx(`<extensions><a>1<a></extensions>${trk(TWO_POINTS)}`))
    expect(counts(file)).toEqual([[2]])
    expect(problems(file)).toMatchObject({ 'crossed-tags': 2 })
    const open = '<trkpt lat="1" lon="2"><ele>5</ele><trkpt lat="1" lon="3"></trkpt>'
    expect(counts(read(gpx(trk(open))))).toEqual([[2]])
  })

  it('reads a track within a track, and points that are in none', () => {
    const inner = trk(TWO_POINTS)
    const nested = `<trk><trkseg>${TWO_POINTS}</trkseg>${inner}<trkseg>${TWO_POINTS}</trkseg></trk>`
    expect(counts(read(gpx(nested)))).toEqual([[2], [2, 2]])
    expect(counts(read(gpx(`<metadata>${inner}</metadata>`)))).toEqual([[2]])
    expect(counts(read(gpx(`<extensions>${inner}</extensions>`)))).toEqual([[2]])
    expect(counts(read(gpx(`<trkseg>${TWO_POINTS}</trkseg>`)))).toEqual([[2]])
    expect(counts(read(gpx(TWO_POINTS)))).toEqual([[2]])
  })

  it('honours the encoding that is declared, by any label of the Encoding standard', () => {
    const head = (label: string) =>
      `<?xml version="1.0" encoding="${label}"?><gpx><wpt lat="1" lon="2"><name>`
    const tail = '</name></wpt></gpx>'
    const written = (label: string, ...name: number[]) =>
      read(new Uint8Array([...bytes(head(label)), ...name, ...bytes(tail)]))
    const named = (label: string, ...name: number[]) => written(label, ...name).waypoints[0]!.name
    expect(named('ISO-8859-15', 0xbd, 0xa4)).toBe('œ€')
    expect(named('l9', 0xbd, 0xa4)).toBe('œ€')
    expect(named('ISO-8859-1', 0x9c, 0x80)).toBe('œ€')
    expect(named('macintosh', 0xcf, 0x2e, 0x8e)).toBe('œ.é')
    expect(named('Shift_JIS', 0x8e, 0x52)).toBe('山')
    expect(named('ISO-2022-JP', 0x1b, 0x24, 0x42, 0x3b, 0x33, 0x1b, 0x28, 0x42)).toBe('山')
    expect(problems(written('ISO-8859-15', 0xbd))).toEqual({})
    expect(named('no-such', 0xe9)).toBe('é')
    expect(problems(written('no-such', 0xe9))).toMatchObject({ 'wrong-encoding': 1 })
  })

  it('loses a broken byte of UTF-8, and not the accents of the whole file', () => {
    const text = bytes(
      gpx('<wpt lat="1" lon="2"><name>Forêt brûlée de Büyük Çamlıca *</name></wpt>'),
    )
    text[text.indexOf(0x2a)] = 0xe9
    const file = read(text)
    expect(file.waypoints[0]!.name).toBe('Forêt brûlée de Büyük Çamlıca \ufffd')
    expect(problems(file)).toEqual({ 'lost-character': 1 })
  })

  it('tells and leaves out altitudes that only say "none", and keeps the sea', () => {
    const points = (...altitudes: number[]) =>
      trk(altitudes.map((ele, i) => trkpt(43 + i / 1000, -1, `<ele>${ele}</ele>`)).join(''))
    const altitudes = (text: string) => {
      const file = read(gpx(text))
      const fixes = file.tracks[0]!.track.segments.flat().map(({ eleM }) => eleM ?? null)
      return [fixes, problems(file)['elevation-none'] ?? 0, problems(file)['elevation-absurd'] ?? 0]
    }
    expect(altitudes(points(812, 0, 815, -100, 818))).toEqual([[812, null, 815, null, 818], 2, 0])
    expect(altitudes(points(-9999, 812, 9999, -500, -32768, 65535, 1e25, 813))).toEqual([
      [null, 812, null, null, null, null, null, 813],
      0,
      6,
    ])
    expect(altitudes(points(12, 4, 0, -1, 3))).toEqual([[12, 4, 0, -1, 3], 0, 0])
    expect(altitudes(points(...Array<number>(12).fill(0)))).toEqual([Array(12).fill(null), 12, 0])
  })

  it('refuses entities and endless nesting, and expands nothing', () => {
    const laughs =
      '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx><name>&b;</name></gpx>'
    expect(refusal(laughs)).toMatchObject({ code: 'entities' })
    expect(refusal('<gpx>'.repeat(100) + '</gpx>'.repeat(100)).code).toBe('too-deep')
    expect(counts(read(`<!DOCTYPE gpx>${gpx(trk(TWO_POINTS)).slice(39)}`))).toEqual([[2]])
  })

  it('refuses what is no track file', () => {
    expect(refusal(bytes('')).code).toBe('empty-file')
    expect(refusal('   \n').code).toBe('empty-file')
    expect(refusal('<html><body>404</body></html>').code).toBe('unknown-format')
    expect(refusal('lat;lon\n1;2').code).toBe('unknown-format')
  })

  it('refuses more points than a walk has', () => {
    expect(refusal(gpx(trk('<trkpt lat="1" lon="2"/>'.repeat(200_001)))).code).toBe(
      'too-many-points',
    )
    expect(refusal(new Uint8Array(25_000_001)).code).toBe('too-big')
  })
})
