/**
 * Figures leave the geometry rounded to what they can mean. It also makes the phone, the desk and
 * the server give the same bytes: trigonometry may differ in the last bit between engines.
 */
export const roundMetres = (value: number): number => Math.round(value * 10) / 10
/** Six decimals of a degree are 11 cm. */
export const roundDegrees = (value: number): number => Math.round(value * 1e6) / 1e6
export const roundShare = (value: number): number => Math.round(value * 1e4) / 1e4
