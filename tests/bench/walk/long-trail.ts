import type { Page } from '@playwright/test'
import type { Position } from 'geojson'

const NAME = 'Quinze kilomètres'

/** Puts a trail with this line into the phone's catalogue, as a pull would have, and gives its name. */
export async function putTrail(page: Page, line: readonly Position[]): Promise<string> {
  await page.evaluate(
    ([coordinates, name]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('jalon')
        opening.onerror = () => reject(new Error('no database'))
        opening.onsuccess = () => {
          const writing = opening.result.transaction('catalogue', 'readwrite')
          const rows = writing.objectStore('catalogue')
          const all = rows.getAll()
          all.onsuccess = () => {
            const like = (all.result as Record<string, unknown>[]).find(
              ({ kind, feature }) =>
                kind === 'trail' &&
                !(feature as { properties: { deleted?: unknown } }).properties.deleted,
            )!
            const feature = like['feature'] as {
              properties: { attributes: object }
            }
            const id = '01980000-0000-7000-8000-00000000f00d'
            rows.put({
              ...like,
              id,
              feature: {
                ...feature,
                id,
                geometry: { type: 'LineString', coordinates },
                properties: {
                  ...feature.properties,
                  attributes: { ...feature.properties.attributes, name },
                },
              },
            })
          }
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
          writing.onerror = () => reject(new Error('not written'))
        }
      }),
    [line, NAME] as const,
  )
  return NAME
}
