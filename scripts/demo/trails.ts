import type { TrailAttributes } from '../../src/domain/catalogue/trail-attributes.ts'
import type { Drawing } from './draw-line.ts'
import { DRAWINGS } from './drawings.ts'

export interface DemoTrail {
  readonly seed: number
  readonly drawing: Drawing
  readonly attributes: TrailAttributes
}

const INVENTED =
  'Sentier de démonstration : le tracé et les lieux sont inventés, il ne faut pas le suivre sur le terrain.'

type Words = Omit<TrailAttributes, 'practice' | 'producer' | 'source' | 'licence' | 'advice'>

function trail(seed: number, drawing: Drawing, words: Words, advice = ''): DemoTrail {
  const attributes: TrailAttributes = {
    practice: 'pedestre',
    ...words,
    advice: advice ? `${INVENTED} ${advice}` : INVENTED,
    producer: 'Office de démonstration',
    source: 'Jalon, tracé inventé',
    licence: 'Licence Ouverte 2.0',
  } as TrailAttributes
  return { seed, drawing, attributes }
}

/** The invented trails. Places are real, lines are not. */
export const DEMO_TRAILS = {
  lavoirs: trail(11, DRAWINGS.lavoirs, {
    name: 'La boucle des lavoirs',
    slug: 'boucle-des-lavoirs',
    routeType: 'boucle',
    difficulty: 'facile',
    marking: 'pr',
    departure: 'Place du Tour-du-Sol, Saint-Sever',
    communes: [
      { name: 'Saint-Sever', code: '40282' },
      { name: 'Banos', code: '40024' },
    ],
    shortPresentation:
      'Deux lavoirs, une fontaine et un vieux pont, au départ de la vieille ville.',
    presentation:
      'On quitte la vieille ville par les ruelles, et l’on va d’un point d’eau à l’autre, comme les laveuses le faisaient avec leur brouette. Le chemin revient par la crête : par temps clair, les Pyrénées ferment l’horizon.',
    instructions:
      'Dos à l’abbatiale, descendre à droite la ruelle pavée. Au premier lavoir, suivre le ruisseau rive gauche jusqu’au petit pont. Prendre le chemin creux qui monte vers la crête, puis la suivre vers l’ouest. À la croix de pierre, tourner à droite et rentrer par les vergers.',
    parking: 'Place de Verdun, gratuit, 60 places.',
    access: 'À 15 minutes de Mont-de-Marsan par la D933S.',
    themes: ['petit-patrimoine', 'eau', 'en-famille'],
  }),
  dame: trail(12, DRAWINGS.dame, {
    name: 'Sur les pas de la Dame',
    slug: 'sur-les-pas-de-la-dame',
    routeType: 'boucle',
    difficulty: 'facile',
    marking: 'pr',
    departure: 'Maison de la Dame, Brassempouy',
    communes: [
      { name: 'Brassempouy', code: '40054' },
      { name: 'Gaujacq', code: '40109' },
    ],
    shortPresentation:
      'Deux petites boucles en huit autour du village où dormait la Dame à la capuche.',
    presentation:
      'Un sentier en forme de huit, que l’on peut couper au milieu. La première boucle longe le vallon du Pouy, la seconde passe par les coteaux et leurs pigeonniers.',
    instructions:
      'Depuis la bastide, descendre vers le vallon et suivre le ruisseau. Au gué, remonter à gauche jusqu’au village. Traverser la place, puis prendre le chemin du pigeonnier.',
    parking: 'Parking du musée, gratuit.',
    themes: ['prehistoire', 'petit-patrimoine', 'en-famille'],
  }),
  bastide: trail(13, DRAWINGS.bastide, {
    name: 'Le tour de la bastide et du Louts',
    slug: 'tour-de-la-bastide',
    routeType: 'aller-retour',
    difficulty: 'facile',
    marking: 'pr',
    departure: 'Place Foch, Montfort-en-Chalosse',
    communes: [
      { name: 'Montfort-en-Chalosse', code: '40194' },
      { name: 'Nousse', code: '40205' },
    ],
    shortPresentation: 'De la bastide au moulin du Louts, par un chemin bordé de platanes.',
    presentation:
      'Une allée mène de la bastide à la rivière ; une boucle fait le tour du moulin et des prairies, puis l’on revient par l’allée.',
    instructions:
      'Descendre l’allée jusqu’au pont. Faire la boucle dans le sens des aiguilles d’une montre, puis revenir par l’allée.',
    parking: 'Place Foch.',
    themes: ['bastides', 'eau'],
  }),
  crypte: trail(
    14,
    DRAWINGS.crypte,
    {
      name: 'De la crypte aux bois de Monségur',
      slug: 'crypte-et-bois-de-monsegur',
      routeType: 'boucle',
      difficulty: 'moyen',
      marking: 'pr',
      departure: 'Crypte de Saint-Girons, Hagetmau',
      communes: [
        { name: 'Hagetmau', code: '40119' },
        { name: 'Monségur', code: '40190' },
        { name: 'Labastide-Chalosse', code: '40130' },
      ],
      shortPresentation:
        'Une demi-journée de collines et de bois, pour qui aime les chemins creux.',
      presentation:
        'Une belle boucle, vallonnée, entre la crypte romane et les chênaies. Trois montées courtes, de l’ombre presque partout, et un banc au meilleur endroit.',
      instructions:
        'Suivre la rue de la crypte, puis le chemin des Platanes. Au carrefour de la croix de mission, continuer tout droit. Dans le bois, rester sur le chemin principal jusqu’au four à pain.',
      parking: 'Parking de la crypte.',
      themes: ['bois', 'petit-patrimoine'],
    },
    'Chemins glissants après la pluie.',
  ),
  luy: trail(15, DRAWINGS.luy, {
    name: 'L’allée du Luy de Béarn',
    slug: 'allee-du-luy',
    routeType: 'aller-retour',
    difficulty: 'tres-facile',
    marking: 'local',
    departure: 'Arènes d’Amou',
    communes: [
      { name: 'Amou', code: '40002' },
      { name: 'Arsague', code: '40011' },
    ],
    shortPresentation:
      'Au bord de l’eau et à plat, de la place des platanes au vieux moulin, et retour.',
    presentation:
      'Une promenade d’ombre et d’eau, à faire à tout âge. On marche le long du Luy jusqu’au moulin, et l’on revient par le même chemin.',
    instructions:
      'Depuis les arènes, rejoindre la rivière et la garder toujours à main gauche jusqu’au moulin. Revenir par le même chemin.',
    parking: 'Place de la Técouère.',
    themes: ['eau', 'en-famille', 'course-landaise'],
  }),
  belvedere: trail(16, DRAWINGS.belvedere, {
    name: 'Le belvédère de l’Adour',
    slug: 'belvedere-de-l-adour',
    routeType: 'aller-simple',
    difficulty: 'moyen',
    marking: 'aucun',
    departure: 'Place Frédéric-Bastiat, Mugron',
    arrival: 'Église de Nerbis',
    communes: [
      { name: 'Mugron', code: '40201' },
      { name: 'Nerbis', code: '40204' },
    ],
    shortPresentation: 'De Mugron à Nerbis, sur le rebord qui domine la vallée.',
    presentation:
      'Un sentier de crête d’un village à l’autre, avec l’Adour en bas et la forêt des Landes jusqu’à l’horizon.',
    instructions:
      'Prendre la rue qui descend derrière l’église, puis le chemin de crête vers l’est.',
    parking: 'Place Frédéric-Bastiat.',
    themes: ['panorama', 'eau'],
  }),
  lacets: trail(17, DRAWINGS.lacets, {
    name: 'Les lacets de Mus',
    slug: 'lacets-de-mus',
    routeType: 'boucle',
    difficulty: 'moyen',
    marking: 'pr',
    departure: 'Lavoir de Doazit',
    communes: [{ name: 'Doazit', code: '40089' }],
    shortPresentation: 'Court mais raide : six lacets dans le bois, puis la vue.',
    presentation:
      'Une montée en lacets sous les chênes, un oratoire à mi-pente, et la descente par les prés.',
    instructions:
      'Du lavoir, monter vers le bois. Après les lacets, suivre le chemin du haut et redescendre par les prés.',
    parking: 'Place de l’église.',
    themes: ['bois', 'panorama', 'petit-patrimoine'],
  }),
  ecarteurs: trail(18, DRAWINGS.ecarteurs, {
    name: 'Le tour des écarteurs',
    slug: 'tour-des-ecarteurs',
    routeType: 'boucle',
    difficulty: 'tres-facile',
    marking: 'local',
    departure: 'Arènes de Pomarez',
    communes: [{ name: 'Pomarez', code: '40228' }],
    shortPresentation: 'Le petit tour du village de la course landaise, poussette comprise.',
    presentation: 'Autour des arènes couvertes et des barthes du Luy, une boucle plate et courte.',
    instructions:
      'Faire le tour dans le sens des balises, en gardant les arènes à droite au départ.',
    parking: 'Devant les arènes.',
    themes: ['course-landaise', 'en-famille'],
  }),
  pelerins: trail(
    19,
    DRAWINGS.pelerins,
    {
      name: 'De Saint-Sever à Hagetmau, avec les pèlerins',
      slug: 'de-saint-sever-a-hagetmau',
      routeType: 'aller-simple',
      difficulty: 'moyen',
      marking: 'compostelle',
      departure: 'Abbatiale de Saint-Sever',
      arrival: 'Crypte de Saint-Girons, Hagetmau',
      communes: [
        { name: 'Saint-Sever', code: '40282' },
        { name: 'Audignon', code: '40017' },
        { name: 'Horsarrieu', code: '40128' },
        { name: 'Hagetmau', code: '40119' },
      ],
      shortPresentation: 'Une étape tranquille entre deux étapes de la voie de Vézelay.',
      presentation:
        'De l’abbatiale à la crypte, par Audignon et son clocher, Horsarrieu et ses bornes à coquille. Une journée de marche calme, entre champs de maïs et bois de chênes.',
      instructions:
        'Suivre les coquilles jusqu’à Audignon. Après le retable, prendre à gauche le chemin de Horsarrieu. Les derniers kilomètres suivent une ancienne voie ferrée jusqu’à Hagetmau.',
      parking: 'Place de Verdun à Saint-Sever ; retour en car, ligne régulière.',
      themes: ['compostelle', 'petit-patrimoine'],
    },
    'Prévoir deux litres d’eau : un seul point d’eau, à Horsarrieu.',
  ),
  camelias: trail(20, DRAWINGS.camelias, {
    name: 'Le chemin des camélias',
    slug: 'chemin-des-camelias',
    routeType: 'boucle',
    difficulty: 'facile',
    marking: 'pr',
    departure: 'Château de Gaujacq',
    communes: [
      { name: 'Gaujacq', code: '40109' },
      { name: 'Bastennes', code: '40028' },
      { name: 'Brassempouy', code: '40054' },
    ],
    shortPresentation: 'Des jardins du château aux hauteurs de Bastennes.',
    presentation:
      'Une boucle entre plantations, vignes et métairies, avec deux fontaines et une chapelle.',
    instructions:
      'Longer le mur du château, descendre au ruisseau, puis remonter vers Bastennes par les vignes.',
    parking: 'Parking du château.',
    themes: ['vignes', 'petit-patrimoine'],
  }),
  barthes: trail(21, DRAWINGS.barthes, {
    name: 'Les barthes de Poyanne',
    slug: 'barthes-de-poyanne',
    communes: [{ name: 'Poyanne', code: '40235' }],
    themes: ['eau'],
  }),
} as const satisfies Record<string, DemoTrail>

export type DemoTrailKey = keyof typeof DEMO_TRAILS
