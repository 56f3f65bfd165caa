import type { Page } from '@playwright/test'
import sharp from 'sharp'
import type { ReplayFix } from '../support/geolocation-replay.ts'

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click()

export const file = (name: string, text: string) => ({
  name,
  mimeType: 'application/gpx+xml',
  buffer: Buffer.from(text),
})

export async function photo() {
  const drawn = `<svg width="900" height="600"><rect width="900" height="600" fill="#9db8a3"/>
    <path d="M0 460h900v140H0z" fill="#6d7f5b"/><path d="M250 460V240l200-120 200 120v220z" fill="#d8cdb5"/></svg>`
  const buffer = await sharp(Buffer.from(drawn)).jpeg().toBuffer()
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer }
}

/** What a watch would have kept of the same walk. */
export function watchFile(name: string, fixes: readonly ReplayFix[]) {
  const points = fixes.map(
    ({ lon, lat, atMs }) =>
      `<trkpt lat="${lat}" lon="${lon}"><time>${new Date(atMs).toISOString()}</time></trkpt>`,
  )
  const head =
    '<gpx version="1.1" creator="Garmin Connect" xmlns="http://www.topografix.com/GPX/1/1">'
  return file(name, `${head}<trk><trkseg>${points.join('')}</trkseg></trk></gpx>`)
}
