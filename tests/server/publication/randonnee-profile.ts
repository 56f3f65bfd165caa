import { distanceM } from '../../../src/domain/geo/plane.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const CODES = /^(\d{5}|2[AB]\d{3})(, ?(\d{5}|2[AB]\d{3}))*$/
const MARKUP = /<\/?[a-z!][^>]*>/i

interface RandonneeFile {
  readonly features: readonly {
    readonly geometry: { readonly type: string; readonly coordinates: readonly number[][] }
    readonly properties: Readonly<Record<string, unknown>>
  }[]
}

/** What the national schema forgets to ask for: the reasons why a file that passes it is still not good. */
export function problemsOfRandonnee(file: RandonneeFile): string[] {
  const problems = 'crs' in file ? ['a crs'] : []
  for (const { geometry, properties: p } of file.features) {
    const line = geometry.coordinates
    const ask = (holds: boolean, what: string) =>
      holds || problems.push(`${String(p['nom_itineraire'])}: ${what}`)
    ask(
      line.every(([lon, lat]) => Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90),
      'out of the world',
    )
    ask(
      line.every(({ length }) => length === 2 || length === 3),
      'a position of 4 numbers',
    )
    ask(new Set(line.map(String)).size > 1, 'one place')
    ask(typeof p['uuid'] === 'string', 'no uuid')
    for (const [name, value] of Object.entries(p)) {
      ask(value !== null, `${name} is null`)
      ask(typeof value !== 'string' || !MARKUP.test(value), `${name} holds markup`)
      if (name.startsWith('date_')) ask(DAY.test(String(value)), `${name} is no day`)
    }
    const codes = p['communes_code']
    ask(codes === undefined || (typeof codes === 'string' && CODES.test(codes)), 'communes_code')
    const [first, last] = [line[0]!, line.at(-1)!]
    ask(p['type_itineraire'] !== 'boucle' || distanceM(first, last) < 100, 'a loop that is open')
    const lengthM = line.slice(1).reduce((sum, place, i) => sum + distanceM(line[i]!, place), 0)
    ask(Math.abs(Number(p['longueur']) - lengthM) <= 0.05 * lengthM + 1, 'longueur')
    if (p['altitude_min'] !== undefined) {
      ask(Number(p['altitude_min']) <= Number(p['altitude_max']), 'altitudes')
    }
    for (const medium of (p['medias'] ?? []) as Record<string, unknown>[]) {
      ask(/^https?:\/\//.test(String(medium['url'])) && !!medium['licence'], 'medium')
    }
  }
  return problems
}
