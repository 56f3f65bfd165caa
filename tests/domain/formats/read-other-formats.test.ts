import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fitFile, fitMessages, int32 } from './sample-fit.ts'
import { counts, kml, problems, read, refusal } from './sample-files.ts'

describe('KML', () => {
  it('reads points, lines and timed tracks', () => {
    const file = read(
      kml(
        '<name>Carte</name><Placemark><name>Four</name><Point><coordinates>-1.05,43.7,12</coordinates></Point></Placemark>' +
          '<Placemark><name>Trait</name><LineString><coordinates> -1,43,1 -1.1,43,2\n-1.2,43 </coordinates></LineString></Placemark>' +
          '<Placemark><gx:Track><when>2024-05-01T08:00:00Z</when><when>2024-05-01T08:00:05Z</when><gx:coord>-1 43 5</gx:coord><gx:coord>-1.001 43 6</gx:coord></gx:Track></Placemark>',
      ),
    )
    expect(file).toMatchObject({ format: 'kml', name: 'Carte' })
    expect(file.waypoints).toEqual([{ lon: -1.05, lat: 43.7, eleM: 12, name: 'Four' }])
    expect(counts(file)).toEqual([[3], [2]])
    expect(file.tracks.map(({ track }) => track.recorded)).toEqual([false, true])
  })

  it('counts what does not match: instants, empty places, bad tuples, areas, links', () => {
    const file = read(
      kml(
        '<NetworkLink><Link><href>http://x</href></Link></NetworkLink>' +
          '<Placemark><Polygon><outerBoundaryIs/></Polygon></Placemark>' +
          '<Placemark><LineString><coordinates>no,no 1,2 3,4</coordinates></LineString></Placemark>' +
          '<Placemark><gx:Track><when>2024-05-01T08:00:00Z</when><gx:coord/><gx:coord>14 3 10</gx:coord></gx:Track></Placemark>',
      ),
    )
    expect(problems(file)).toMatchObject({
      'link-not-followed': 1,
      'ignored-geometry': 1,
      'bad-position': 1,
      'no-position': 1,
      'counts-differ': 1,
    })
  })

  it('refuses a file without any place', () => {
    const empty = refusal(kml('<Placemark/>'))
    expect(empty).toEqual({ code: 'nothing-inside', problems: [{ code: 'no-geometry', count: 1 }] })
  })

  it('reads "lon, lat, ele" with blanks after the commas', () => {
    const line = (text: string) =>
      read(
        kml(`<Placemark><LineString><coordinates>${text}</coordinates></LineString></Placemark>`),
      ).tracks[0]!.track.segments[0]
    const three = [
      { lon: 1, lat: 43, eleM: 5 },
      { lon: 1.1, lat: 43.1, eleM: 6 },
      { lon: 1.2, lat: 43.2, eleM: 7 },
    ]
    expect(line('1, 43, 5 1.1, 43.1, 6\n 1.2, 43.2, 7')).toEqual(three)
    expect(line('1 , 43 ,5\n1.1,43.1, 6\n1.2 ,43.2,7 ')).toEqual(three)
    expect(line('1,43,5, 1.1,43.1,6, 1.2,43.2,7')).toEqual(three)
    expect(line('1, 43\n1.1, 43.1')).toEqual([
      { lon: 1, lat: 43 },
      { lon: 1.1, lat: 43.1 },
    ])
  })

  it('reads the places of a line that is cut in its middle', () => {
    const whole = kml('<Placemark><LineString><coordinates>1,43,5 1.1,43.1,6 1.2,43.2,7')
    const file = read(whole.slice(0, whole.indexOf('3.2,7') + 2))
    expect(file.tracks[0]!.track.segments[0]).toHaveLength(2)
    expect(problems(file)).toMatchObject({ 'cut-short': 1 })
  })
})

describe('KMZ', () => {
  const document = strToU8(
    kml('<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>'),
  )

  it('reads the document, and says what it left', () => {
    const file = read(
      zipSync({ 'files/a.png': new Uint8Array(9), 'other.kml': document, 'doc.kml': document }),
    )
    expect(file.format).toBe('kmz')
    expect(problems(file)).toEqual({ 'other-documents': 1 })
  })

  it('refuses archives without a document, damaged ones and bombs', () => {
    expect(refusal(zipSync({ 'a.txt': document })).code).toBe('archive-without-document')
    expect(refusal(zipSync({ 'doc.kml': document }).slice(0, 60)).code).toBe('bad-archive')
    expect(refusal(zipSync({ 'doc.kml': new Uint8Array(26_000_000) })).code).toBe('archive-bomb')
    const many = Object.fromEntries(
      Array.from({ length: 2100 }, (_, i) => [`${i}.kml`, new Uint8Array(1)]),
    )
    expect(refusal(zipSync(many, { level: 0 })).code).toBe('archive-bomb')
  })

  it('does not believe an archive that lies about its size', () => {
    const archive = zipSync({ 'doc.kml': new Uint8Array(26_000_000) })
    const view = new DataView(archive.buffer)
    for (let i = 0; i + 4 < archive.length; i += 1) {
      if (view.getUint32(i, true) === 26_000_000) view.setUint32(i, 1000, true)
    }
    expect(['bad-archive', 'malformed-xml', 'unknown-format', 'empty-file']).toContain(
      refusal(archive).code,
    )
  })
})

describe('TCX', () => {
  const point = (lat: string, lon: string, more = ''): string =>
    `<Trackpoint><Time>2024-05-01T08:00:00Z</Time><Position><LatitudeDegrees>${lat}</LatitudeDegrees><LongitudeDegrees>${lon}</LongitudeDegrees></Position>${more}</Trackpoint>`
  const tcx = (inside: string): string =>
    `<?xml version="1.0"?><TrainingCenterDatabase>${inside}</TrainingCenterDatabase>`

  it('reads activities, and takes 0, 0 and nothing for "no signal"', () => {
    const file = read(
      tcx(
        `<Activities><Activity Sport="Walking"><Lap><Track>${point('43', '-1', '<AltitudeMeters>12</AltitudeMeters><HeartRateBpm><Value>99</Value></HeartRateBpm>')}${point('43.1', '-1')}${point('0', '0')}<Trackpoint/>${point('x', '1')}</Track></Lap></Activity></Activities>`,
      ),
    )
    expect(counts(file)).toEqual([[2]])
    expect(problems(file)).toMatchObject({
      'no-position': 2,
      'bad-position': 1,
      'health-data-dropped': 1,
    })
  })

  it('takes a course for a plan, whatever its times', () => {
    const file = read(
      tcx(
        `<Courses><Course><Name>Plan</Name><Track>${point('43', '-1')}${point('43.1', '-1')}</Track><CoursePoint><Name>Pont</Name><Position><LatitudeDegrees>43</LatitudeDegrees><LongitudeDegrees>-1</LongitudeDegrees></Position><PointType>Generic</PointType></CoursePoint></Course></Courses>`,
      ),
    )
    expect(file.routes[0]).toMatchObject({ name: 'Plan', track: { recorded: false } })
    expect(file.waypoints).toEqual([{ lon: -1, lat: 43, name: 'Pont', category: 'Generic' }])
  })
})

describe('FIT', () => {
  const walk = [
    { lat: 43.7, lon: -1.05, atS: 1_000_000_000, altitudeM: 12, heartRate: 120 },
    { lat: 43.701, lon: -1.05, atS: 1_000_000_004, altitudeM: 13 },
    { atS: 1_000_000_008 },
  ]

  it('reads records, semicircles and the FIT epoch; a second without position is counted', () => {
    const file = read(fitFile(walk))
    const [first] = file.tracks[0]!.track.segments[0]!
    expect(first!.lat).toBeCloseTo(43.7, 6)
    expect(first!.eleM).toBe(12)
    expect(new Date(first!.atMs!).toISOString()).toBe('2021-09-08T01:46:40.000Z')
    expect(problems(file)).toEqual({ 'no-position': 1, 'health-data-dropped': 1 })
  })

  it('reads files joined end to end', () => {
    const one = fitFile(walk)
    const two = new Uint8Array(2 * one.length)
    two.set(one)
    two.set(one, one.length)
    expect(counts(read(two))).toEqual([[4]])
  })

  it('reads all that comes before a cut or a damage, and tells it', () => {
    const file = fitFile(walk)
    const cut = read(file.slice(0, -20))
    expect(counts(cut)).toEqual([[1]])
    expect(problems(cut)).toMatchObject({ 'cut-short': 1 })
    const damaged = file.slice()
    damaged[35 + 16] = 0x0f
    const before = read(damaged)
    expect(counts(before)).toEqual([[1]])
    expect(problems(before)).toMatchObject({ damaged: 16 * (walk.length - 1), 'bad-checksum': 1 })
    const unclosed = file.slice()
    unclosed.fill(0, 4, 8)
    expect(counts(read(unclosed))).toEqual([[2]])
  })

  it("reads course points with their kind, and a device's saved places", () => {
    const bytesOfName = (name: string) =>
      Array.from({ length: 8 }, (_, i) => name.charCodeAt(i) || 0)
    const point = fitMessages(
      {
        global: 32,
        fields: [
          [2, 4, 0x85],
          [3, 4, 0x85],
          [5, 1, 0],
          [6, 8, 7],
        ],
      },
      [...int32(43), ...int32(-1), 3, ...bytesOfName('Source')],
    )
    expect(read(point).waypoints).toMatchObject([{ name: 'Source', category: 'water' }])
    const place = fitMessages(
      {
        global: 29,
        fields: [
          [0, 8, 7],
          [1, 4, 0x85],
          [2, 4, 0x85],
          [4, 2, 0x84],
        ],
      },
      [...bytesOfName('Lavoir'), ...int32(43), ...int32(-1), (512 * 5) & 0xff, (512 * 5) >> 8],
    )
    const [lavoir] = read(place).waypoints
    expect(lavoir).toMatchObject({ name: 'Lavoir', eleM: 12 })
    expect(lavoir!.lat).toBeCloseTo(43, 6)
    expect(lavoir!.lon).toBeCloseTo(-1, 6)
  })

  it('tells a wrong checksum, refuses a file without one whole record', () => {
    const file = fitFile(walk)
    const damaged = file.slice()
    damaged[damaged.length - 1]! ^= 0xff
    expect(problems(read(damaged))).toMatchObject({ 'bad-checksum': 1 })
    expect(refusal(file.slice(0, 40)).code).toBe('truncated-fit')
    const nonsense = file.slice()
    nonsense[14] = 0x0f
    expect(refusal(nonsense).code).toBe('malformed-fit')
  })
})

describe('GeoJSON', () => {
  const feature = (geometry: unknown, properties: unknown = {}): string =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', geometry, properties }],
    })
  const line = {
    type: 'LineString',
    coordinates: [
      [-1, 43, 5],
      [-1.001, 43, 6],
    ],
  }

  it('reads lines, points and both conventions for times', () => {
    expect(read(feature(line)).tracks[0]!.track).toMatchObject({ recorded: false })
    const times = ['2024-05-01T08:00:00Z', '2024-05-01T08:00:05Z']
    for (const properties of [{ coordTimes: times }, { coordinateProperties: { times } }]) {
      expect(read(feature(line, properties)).tracks[0]!.track.recorded).toBe(true)
    }
    const many = { type: 'MultiLineString', coordinates: [line.coordinates, line.coordinates] }
    const nested = read(feature(many, { coordinateProperties: { times: [times, times] } }))
    expect(nested.tracks[0]!.track.segments[1]![1]!.atMs).toBe(Date.parse(times[1]!))
  })

  it('refuses another coordinate system, and ignores the mention of the right one', () => {
    const withCrs = (name: string): string =>
      JSON.stringify({
        type: 'FeatureCollection',
        crs: { type: 'name', properties: { name } },
        features: [{ type: 'Feature', geometry: line, properties: null }],
      })
    expect(refusal(withCrs('urn:ogc:def:crs:EPSG::2154')).code).toBe('projected')
    expect(problems(read(withCrs('urn:ogc:def:crs:OGC:1.3:CRS84')))).toMatchObject({
      'crs-ignored': 1,
    })
  })

  it('counts what has no geometry or a bad one, and reads its neighbours', () => {
    const good = { type: 'Feature', geometry: line, properties: {} }
    const features = [
      { type: 'Feature', geometry: null, properties: {} },
      { type: 'Feature', geometry: { type: 'LineString' }, properties: {} },
      { type: 'Feature', geometry: 'x' },
      null,
      good,
    ]
    const file = read(JSON.stringify({ type: 'FeatureCollection', features }))
    expect(file.tracks).toHaveLength(1)
    expect(problems(file)).toMatchObject({ 'no-geometry': 1, 'bad-geometry': 3 })
    expect(refusal(feature({ type: 'LineString' })).code).toBe('malformed-geojson')
  })

  it('leaves out areas and bad positions, and counts them', () => {
    const collection = {
      type: 'GeometryCollection',
      geometries: [
        line,
        { type: 'Polygon', coordinates: [] },
        { type: 'Point', coordinates: ['a', 1] },
      ],
    }
    expect(problems(read(feature(collection)))).toMatchObject({
      'ignored-geometry': 1,
      'bad-position': 1,
    })
  })

  it('refuses what is no GeoJSON, damaged JSON and endless nesting', () => {
    expect(refusal('{"a":1}').code).toBe('malformed-geojson')
    expect(refusal('[1,2]').code).toBe('malformed-geojson')
    expect(refusal('{"type":"FeatureCollection"').code).toBe('malformed-json')
    expect(refusal('['.repeat(1_000_000)).code).toBe('too-deep')
    expect(refusal(feature({ type: 'LineString' })).code).toBe('malformed-geojson')
  })
})
