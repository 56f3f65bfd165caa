import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** GEO-08: more vertices than the ground has bends. */
export const overDense: Check<'GEO-08'> = {
  id: 'GEO-08',
  run({ line }, { spacingM, mostVertices }) {
    if (!line) return []
    const count = line.positions.length
    const spacing = line.path.lengthM / (count - 1)
    if (spacing >= spacingM && count <= mostVertices) return []
    return [
      {
        check: 'GEO-08',
        severity: 'info',
        at: [],
        value: roundMetres(spacing),
        threshold: spacingM,
        params: { count },
      },
    ]
  },
}
