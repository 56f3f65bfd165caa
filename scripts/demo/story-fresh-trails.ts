import { acceptAll, goodTest, inventory, type Telling } from './telling.ts'

const HOUR_MS = 3_600_000

/** Trails that a visitor can read, tested not long ago. */
export function tellFreshTrails(telling: Telling): void {
  tellLavoirs(telling)
  tellDame(telling)
}

function tellLavoirs(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.lavoirs
  const decidedAtMs = ledger.at(20, 9)
  const first = goodTest(
    telling,
    trail,
    { by: 'maite', daysAgo: 24, seed: 101 },
    'Belle promenade, balisage refait à neuf sur la crête.',
  )
  const clear = field.allClear(trail, first.walked, 0.62)
  const worn = field.report(trail, first.walked, {
    share: 0.41,
    category: 'balisage',
    subtype: 'efface',
    magnitude: 0,
    picture: 'balise',
    alt: 'Poteau de bois avec une balise jaune à demi effacée',
    text: 'La balise du carrefour se lit mal en venant du pont.',
  })
  const second = goodTest(telling, trail, { by: 'bernard', daysAgo: 22, seed: 102, direction: -1 })
  const [wash] = inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.07,
        leftM: 9,
        heritageKind: 'lavoir',
        name: 'Lavoir des Jacobins',
        condition: 'bon',
        access: 'libre',
        ownership: 'public',
        materials: ['pierre', 'bois'],
        period: 'XIXe siècle',
        picture: 'lavoir',
        alt: 'Lavoir couvert au toit de tuiles, bassin de pierre',
        text: 'Bassin rectangulaire, charpente refaite par les bénévoles.',
      },
      {
        share: 0.19,
        leftM: -7,
        heritageKind: 'fontaine',
        name: 'Fontaine de Morlanne',
        condition: 'moyen',
        access: 'libre',
        materials: ['pierre'],
        picture: 'fontaine',
        alt: 'Fontaine de pierre sous un petit fronton',
      },
      {
        share: 0.33,
        leftM: 4,
        heritageKind: 'pont',
        name: 'Petit pont du Bas',
        condition: 'bon',
        access: 'libre',
        materials: ['pierre'],
        picture: 'pont',
        alt: 'Pont de pierre à deux arches',
      },
      {
        share: 0.55,
        leftM: -12,
        heritageKind: 'croix',
        name: 'Croix du Plumier',
        condition: 'degrade',
        access: 'libre',
        materials: ['pierre', 'metal'],
        picture: 'croix',
        alt: 'Croix de chemin en pierre, un bras ébréché',
        text: 'Le bras gauche est fendu, à surveiller après l’hiver.',
      },
      {
        share: 0.83,
        leftM: 15,
        heritageKind: 'lavoir',
        name: 'Lavoir de Larrigade',
        condition: 'neuf',
        access: 'libre',
        ownership: 'public',
        materials: ['brique'],
        picture: 'lavoir',
        alt: 'Petit lavoir de brique restauré',
      },
    ],
    decidedAtMs,
  )
  const again = field.heritage(trail, second.walked, {
    share: 0.07,
    leftM: 10,
    heritageKind: 'lavoir',
    condition: 'bon',
    sameAs: wash!,
  })
  ledger.decide('merge', wash!, decidedAtMs + HOUR_MS, { observation: again })
  ledger.decide('accept', ledger.newId(decidedAtMs), decidedAtMs + HOUR_MS, { observation: worn })
  acceptAll(telling, [...first.ids, ...second.ids, clear], decidedAtMs + 2 * HOUR_MS)
  ledger.decide('publish', trail.id, ledger.at(19, 14))
  const later = goodTest(
    telling,
    trail,
    { by: 'lucette', daysAgo: 3, seed: 103 },
    'Toujours aussi joli. Une branche en travers près du second lavoir.',
  )
  field.report(trail, later.walked, {
    share: 0.8,
    category: 'securite',
    subtype: 'arbre-tombe',
    magnitude: 1,
    picture: 'tronc',
    alt: 'Tronc couché en travers du chemin',
    text: 'Gros chêne couché. On passe par le pré.',
  })
  field.heritage(trail, later.walked, {
    share: 0.5505,
    leftM: -11,
    heritageKind: 'croix',
    name: 'Croix du Plumier',
    condition: 'ruine',
    text: 'Le bras est tombé, il est posé au pied.',
  })
}

function tellDame(telling: Telling): void {
  const { ledger, field, trails } = telling
  const trail = trails.dame
  const first = goodTest(telling, trail, { by: 'jeanclaude', daysAgo: 66, seed: 111 })
  const second = goodTest(
    telling,
    trail,
    { by: 'anais', daysAgo: 63, seed: 112, environment: 'open' },
    'Faite avec deux enfants de 6 et 9 ans.',
  )
  inventory(
    telling,
    trail,
    first.walked,
    [
      {
        share: 0.12,
        leftM: 8,
        heritageKind: 'puits',
        name: 'Puits du Pouy',
        condition: 'bon',
        access: 'visible-de-la-voie',
        ownership: 'prive',
        materials: ['pierre'],
      },
      {
        share: 0.3,
        leftM: -5,
        heritageKind: 'gue',
        name: 'Gué du Pouy',
        condition: 'bon',
        access: 'libre',
      },
      {
        share: 0.5,
        leftM: 6,
        heritageKind: 'site-archeologique',
        name: 'Grotte du Pape (abords)',
        condition: 'bon',
        access: 'inaccessible',
        protection: 'classe-mh',
        text: 'On ne visite pas la grotte ; le musée est au village.',
      },
      {
        share: 0.74,
        leftM: 18,
        heritageKind: 'pigeonnier',
        name: 'Pigeonnier de Poudge',
        condition: 'moyen',
        access: 'visible-de-la-voie',
        ownership: 'prive',
        materials: ['brique'],
        period: 'XVIIIe siècle',
        picture: 'pigeonnier',
        alt: 'Pigeonnier carré au toit de tuiles',
      },
      {
        share: 0.9,
        leftM: -10,
        heritageKind: 'arbre-remarquable',
        name: 'Chêne de la croisée',
        condition: 'bon',
        access: 'libre',
        picture: 'arbre',
        alt: 'Grand chêne isolé',
      },
    ],
    ledger.at(61, 9),
  )
  acceptAll(
    telling,
    [...first.ids, ...second.ids, field.allClear(trail, second.walked, 0.45)],
    ledger.at(61, 14),
  )
  ledger.decide('publish', trail.id, ledger.at(60, 9))
  ledger.decide('amend-trail', trail.id, ledger.at(31, 9), {
    attributes: { access: 'À 20 minutes de Hagetmau ; arrêt de car devant la mairie.' },
  })
  ledger.decide('publish', trail.id, ledger.at(31, 10), { note: 'Arrêt de car ajouté.' })
}
