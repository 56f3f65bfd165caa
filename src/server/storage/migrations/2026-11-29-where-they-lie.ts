import type { Migration } from './migration.ts'

/**
 * Where SQLite looks things up by their place, it also finds how far they reach: to know what lies in a box, no thing
 * is looked for by its name any more. PostgreSQL has one index over both.
 */
export const whereTheyLie: Migration = {
  id: '2026-11-29-where-they-lie',
  statements: ({ name }) =>
    name === 'postgres'
      ? []
      : [
          ...['min_lon', 'min_lat', 'max_lon', 'max_lat'].map(
            (side) => `alter table entity_places add column ${side} real`,
          ),
          `update entity_places set (min_lon, min_lat, max_lon, max_lat) =
             (select e.min_lon, e.min_lat, e.max_lon, e.max_lat from entities e
              where e.territory = entity_places.territory and e.id = entity_places.id
                and e.kind = entity_places.kind)`,
        ],
}
