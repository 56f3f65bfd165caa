import { acceptAll, goodTest, inventory, type Telling } from './telling.ts'

/** Published some time ago: one whose test is too old, one closed for now, one walked in two halves. */
export function tellOlderTrails(telling: Telling): void {
  tellBastide(telling)
  tellCrypte(telling)
  tellPelerins(telling)
}

function tellBastide(telling: Telling): void {
  const { ledger, trails } = telling
  const trail = trails.bastide
  const first = goodTest(telling, trail, { by: 'bernard', daysAgo: 431, seed: 121 })
  inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.02,
        leftM: 14,
        heritageKind: 'bastide-rempart',
        name: 'Porte de la bastide',
        condition: 'bon',
        access: 'libre',
        ownership: 'public',
        materials: ['pierre'],
      },
      {
        share: 0.45,
        leftM: 20,
        heritageKind: 'moulin-eau',
        name: 'Moulin du Louts',
        condition: 'moyen',
        access: 'visible-de-la-voie',
        ownership: 'prive',
        materials: ['pierre', 'bois'],
        picture: 'moulin',
        alt: 'Moulin à eau et sa roue de bois',
      },
      {
        share: 0.58,
        leftM: -6,
        heritageKind: 'oratoire',
        name: 'Oratoire du pré',
        condition: 'degrade',
        access: 'libre',
      },
    ],
    ledger.at(428, 9),
  )
  acceptAll(telling, first.ids, ledger.at(428, 11))
  ledger.decide('publish', trail.id, ledger.at(427, 9))
}

function tellCrypte(telling: Telling): void {
  const { ledger, trails } = telling
  const trail = trails.crypte
  const first = goodTest(telling, trail, {
    by: 'maite',
    daysAgo: 92,
    seed: 131,
    environment: 'forest',
  })
  const second = goodTest(telling, trail, { by: 'jeanclaude', daysAgo: 90, seed: 132 })
  inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.01,
        leftM: 12,
        heritageKind: 'chapelle',
        name: 'Crypte de Saint-Girons',
        condition: 'bon',
        access: 'sur-demande',
        protection: 'classe-mh',
        ownership: 'public',
        materials: ['pierre'],
        period: 'XIIe siècle',
        picture: 'chapelle',
        alt: 'Chapelle de pierre et son clocher',
      },
      {
        share: 0.27,
        leftM: -6,
        heritageKind: 'croix',
        name: 'Croix de mission',
        condition: 'bon',
        access: 'libre',
        materials: ['bois'],
      },
      {
        share: 0.56,
        leftM: 9,
        heritageKind: 'four-pain',
        name: 'Four à pain de Lacoste',
        condition: 'moyen',
        access: 'sur-demande',
        ownership: 'prive',
        materials: ['brique', 'terre'],
        picture: 'four',
        alt: 'Four à pain en brique au bord du bois',
      },
    ],
    ledger.at(86, 9),
  )
  acceptAll(telling, [...first.ids, ...second.ids], ledger.at(86, 11))
  ledger.decide('publish', trail.id, ledger.at(85, 9))
  ledger.decide('close', trail.id, ledger.at(6, 9), {
    from: new Date(ledger.at(6, 9)).toISOString(),
    until: new Date(ledger.at(-21, 18)).toISOString(),
    reason: 'Coupe de bois entre la croix de mission et le four à pain.',
  })
}

function tellPelerins(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.pelerins
  const first = goodTest(
    telling,
    trail,
    { by: 'lucette', daysAgo: 121, seed: 141, distanceM: 7200 },
    'Jusqu’à Horsarrieu.',
  )
  const second = goodTest(telling, trail, {
    by: 'jeanclaude',
    daysAgo: 118,
    seed: 142,
    startM: 6700,
    distanceM: 6300,
  })
  inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.04,
        leftM: 10,
        heritageKind: 'borne-compostelle',
        name: 'Coquille de l’abbatiale',
        condition: 'bon',
        access: 'libre',
      },
      {
        share: 0.24,
        leftM: -14,
        heritageKind: 'eglise',
        name: 'Église d’Audignon',
        condition: 'bon',
        access: 'libre',
        protection: 'classe-mh',
        ownership: 'public',
        materials: ['pierre'],
      },
      {
        share: 0.52,
        leftM: 5,
        heritageKind: 'eau-potable',
        name: 'Point d’eau de Horsarrieu',
        condition: 'bon',
        access: 'libre',
      },
    ],
    ledger.at(112, 9),
  )
  const ford = field.report(trail, second.walked, {
    share: 0.7,
    category: 'environnement',
    subtype: 'vegetation',
    magnitude: 1,
    text: 'Ronces sur cinquante mètres.',
  })
  const report = ledger.decide('accept', ledger.newId(ledger.at(112, 10)), ledger.at(112, 10), {
    observation: ford,
  })
  acceptAll(telling, [...first.ids, ...second.ids], ledger.at(112, 11))
  ledger.decide('publish', trail.id, ledger.at(111, 9))
  ledger.decide('solve', report, ledger.at(96, 9), { reason: 'Débroussaillé par Rando Tursan.' })
}
