import { acceptAll, goodTest, inventory, type Telling } from './telling.ts'
import { testSheet, walk } from './walks.ts'

/** Trails that are still on their way: ready, half walked, to put right, never tested. */
export function tellOpenTrails(telling: Telling): void {
  tellLuy(telling)
  tellBelvedere(telling)
  tellLacets(telling)
  tellCamelias(telling)
  tellElsewhere(telling)
}

function tellLuy(telling: Telling): void {
  const { ledger, trails } = telling
  const trail = trails.luy
  const first = goodTest(telling, trail, { by: 'anais', daysAgo: 13, seed: 151 })
  const second = goodTest(telling, trail, {
    by: 'lucette',
    daysAgo: 11,
    seed: 152,
    environment: 'forest',
  })
  inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.01,
        leftM: 20,
        heritageKind: 'arenes',
        name: 'Arènes d’Amou',
        condition: 'bon',
        access: 'libre',
        ownership: 'public',
        materials: ['bois'],
        picture: 'arenes',
        alt: 'Arènes de bois au toit rouge',
      },
      {
        share: 0.49,
        leftM: 12,
        heritageKind: 'moulin-eau',
        name: 'Vieux moulin',
        condition: 'ruine',
        access: 'visible-de-la-voie',
        ownership: 'prive',
        materials: ['pierre'],
      },
    ],
    ledger.at(9, 9),
  )
  acceptAll(telling, [...first.ids, ...second.ids], ledger.at(9, 11))
}

function tellBelvedere(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.belvedere
  const walked = walk(ledger, trail, {
    by: 'bernard',
    daysAgo: 4,
    seed: 161,
    gaps: 1,
    distanceM: 2900,
  })
  testSheet(ledger, trail, walked, 'avec-reserves', {
    answers: { balisage: 'sans-balisage', boue: 'beaucoup' },
    text: 'Arrêté par l’orage avant la moitié du retour. La première partie est bonne.',
  })
  field.heritage(trail, walked, {
    share: 0.28,
    leftM: -8,
    heritageKind: 'point-de-vue',
    name: 'Belvédère de la Chalosse',
    condition: 'bon',
    access: 'libre',
    picture: 'vue',
    alt: 'Vue sur la vallée et les Pyrénées',
  })
  field.report(trail, walked, {
    share: 0.47,
    category: 'environnement',
    subtype: 'erosion',
    magnitude: 1,
    text: 'Le talus a glissé, passage étroit sur trente mètres.',
  })
  field.allClear(trail, walked, 0.12)
}

function tellLacets(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.lacets
  const first = walk(ledger, trail, { by: 'maite', daysAgo: 17, seed: 171, environment: 'forest' })
  const sheet = testSheet(ledger, trail, first, 'non-conforme', {
    answers: { securite: 'un-passage', balisage: 'par-endroits', sol: 'mauvais' },
    text: 'La passerelle du ruisseau a été emportée. À ne pas ouvrir avant réparation.',
  })
  const second = walk(ledger, trail, { by: 'jeanclaude', daysAgo: 18, seed: 172, direction: -1 })
  const bridge = field.report(trail, first, {
    share: 0.79,
    category: 'securite',
    subtype: 'pont-passerelle',
    magnitude: 2,
    picture: 'pont',
    alt: 'Pont dont une culée est emportée',
    text: 'Passerelle emportée par la crue.',
  })
  inventory(
    telling,
    trail,
    first,
    [
      {
        share: 0.01,
        leftM: 8,
        heritageKind: 'lavoir',
        name: 'Lavoir de Doazit',
        condition: 'bon',
        access: 'libre',
        ownership: 'public',
        picture: 'lavoir',
        alt: 'Lavoir couvert',
      },
      {
        share: 0.4,
        leftM: -5,
        heritageKind: 'oratoire',
        name: 'Oratoire des lacets',
        condition: 'moyen',
        access: 'libre',
        materials: ['pierre'],
      },
    ],
    ledger.at(15, 9),
  )
  ledger.decide('accept', ledger.newId(ledger.at(15, 10)), ledger.at(15, 10), {
    observation: bridge,
  })
  acceptAll(telling, [first.id, sheet, second.id], ledger.at(15, 11))
}

function tellCamelias(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.camelias
  const early = goodTest(telling, trail, { by: 'anais', daysAgo: 28, seed: 181, distanceM: 3100 })
  const [fountain] = inventory(
    telling,
    trail,
    early.walked,
    [
      {
        share: 0.18,
        leftM: 7,
        heritageKind: 'fontaine',
        name: 'Fontaine de Saint-Jean',
        condition: 'bon',
        access: 'libre',
        materials: ['pierre'],
        picture: 'fontaine',
        alt: 'Fontaine de pierre',
      },
      {
        share: 0.36,
        leftM: -9,
        heritageKind: 'chapelle',
        name: 'Chapelle des vignes',
        condition: 'moyen',
        access: 'visible-de-la-voie',
        picture: 'chapelle',
        alt: 'Chapelle au milieu des vignes',
      },
    ],
    ledger.at(26, 9),
  )
  acceptAll(telling, early.ids, ledger.at(26, 11))
  const stray = walk(ledger, trail, {
    by: 'lucette',
    daysAgo: 8,
    seed: 182,
    distanceM: 3900,
    departures: [{ kind: 'detour', atM: 1300, spanM: 260, lateralM: 90 }],
  })
  testSheet(ledger, trail, stray, 'avec-reserves', {
    answers: { balisage: 'par-endroits' },
    text: 'Une balise manque à la fourche du ruisseau : j’ai pris le mauvais chemin.',
  })
  field.heritage(trail, stray, {
    share: 0.181,
    leftM: 7,
    heritageKind: 'fontaine',
    name: 'Fontaine de Saint-Jean',
    condition: 'degrade',
    sameAs: fountain!,
    text: 'Une pierre du fronton est descellée.',
  })
  field.heritage(trail, stray, {
    share: 0.362,
    leftM: -8,
    heritageKind: 'chapelle',
    condition: 'moyen',
  })
  field.heritage(trail, stray, {
    share: 0.5,
    leftM: 11,
    heritageKind: 'four-pain',
    condition: 'ruine',
    access: 'visible-de-la-voie',
    picture: 'four',
    alt: 'Four à pain au toit effondré',
  })
  field.report(trail, stray, {
    share: 0.22,
    category: 'balisage',
    subtype: 'absent',
    magnitude: 1,
    text: 'Pas de balise à la fourche.',
  })
  walk(ledger, trail, {
    by: 'jeanclaude',
    daysAgo: 2,
    seed: 183,
    startM: 1800,
    distanceM: 1500,
    source: 'import',
  })
}

/** Seen on the way to somewhere: it names no trail, and waits at the desk all the same. */
function tellElsewhere({ ledger }: Telling): void {
  const here = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] })
  ledger.observe('bernard', ledger.at(7, 15), here(-0.6631, 43.6842), {
    kind: 'heritage-point',
    placedBy: 'fix',
    accuracyM: 6,
    heritageKind: 'quillier',
    name: 'Plantier de Horsarrieu',
    condition: 'bon',
    access: 'visible-de-la-voie',
  })
  ledger.observe('anais', ledger.at(5, 16), here(-0.7105, 43.6388), {
    kind: 'trail-report',
    placedBy: 'map',
    category: 'environnement',
    subtype: 'depot-ordures',
    magnitude: 0,
    text: 'Sacs abandonnés au bord de la route.',
  })
}
