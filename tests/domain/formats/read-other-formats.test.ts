import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fitFile } from './sample-fit.ts'
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
    expect(refusal(kml('<Placemark/>'))).toEqual({ code: 'nothing-inside', problems: [] })
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

  it('tells a wrong checksum, refuses a truncated file', () => {
    const file = fitFile(walk)
    const damaged = file.slice()
    damaged[damaged.length - 1]! ^= 0xff
    expect(problems(read(damaged))).toMatchObject({ 'bad-checksum': 1 })
    expect(refusal(file.slice(0, -20)).code).toBe('truncated-fit')
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
