import { spawnSync } from 'node:child_process'
import { ogrinfo } from '../../scripts/system-tools.mjs'

export interface OgrLayer {
  readonly name: string
  readonly features: number
  readonly geometry: string
}

/**
 * Reads a file with GDAL's `ogrinfo`, as QGIS would: the layers it sees, or null when this machine has no
 * GDAL and may not install it.
 */
export function layersSeenByGdal(file: string): readonly OgrLayer[] | null {
  const program = ogrinfo()
  if (program === null) return null
  const { stdout, stderr, status } = spawnSync(program, ['-ro', '-so', '-al', file], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ogrinfo cannot read ${file}: ${stderr}`)
  return stdout
    .split(/^Layer name: /m)
    .slice(1)
    .map((text) => ({
      name: text.split('\n')[0] ?? '',
      geometry: /^Geometry: (.*)$/m.exec(text)?.[1] ?? '',
      features: Number(/^Feature Count: (\d+)$/m.exec(text)?.[1] ?? 0),
    }))
}
