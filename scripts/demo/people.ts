/** Invented people. Pseudonyms only, as in the real thing. */
export const PEOPLE = {
  office: { pseudonym: 'Claire, à l’office', role: 'staff' },
  maite: { pseudonym: 'Maïté', role: 'referent', association: 'Les Marcheurs du Louts' },
  bernard: { pseudonym: 'Bernard', role: 'tester', association: 'Les Marcheurs du Louts' },
  lucette: { pseudonym: 'Lucette', role: 'tester', association: 'Rando Tursan' },
  jeanclaude: { pseudonym: 'Jean-Claude', role: 'tester', association: 'Rando Tursan' },
  anais: { pseudonym: 'Anaïs', role: 'tester' },
} as const
export type Person = keyof typeof PEOPLE
