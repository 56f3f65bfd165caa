/** The national exchange format, under the name that its readers look for. */
export const RANDONNEE_PATH = '/catalogue/schema_randonnee.json'
