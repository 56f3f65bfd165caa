import type { TrailAttributes } from '../../domain/catalogue/trail-attributes.ts'
import type { Declared } from '../../domain/checks/subject.ts'

/** What people say of a trail, in the terms of the checks. */
export function declaredOf(attributes: TrailAttributes): Declared {
  const { declaredLengthM, declaredAscentM, declaredDurationS, routeType } = attributes
  const shape = shapeOf(routeType)
  return {
    ...(declaredLengthM === undefined ? {} : { lengthM: declaredLengthM }),
    ...(declaredAscentM === undefined ? {} : { ascentM: declaredAscentM }),
    ...(declaredDurationS === undefined ? {} : { durationS: declaredDurationS }),
    ...(shape ? { shape } : {}),
  }
}

/** An out-and-back comes back to its start, which is all that the checks ask. */
function shapeOf(routeType: TrailAttributes['routeType']): Declared['shape'] {
  if (routeType === 'boucle' || routeType === 'aller-retour') return 'loop'
  return routeType === 'aller-simple' || routeType === 'etape' ? 'linear' : undefined
}
