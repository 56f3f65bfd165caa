/** A figure people read: never without how it was computed and how sure it is (promise P25). */
export interface Figure {
  readonly value: number
  /** Half-width of the interval, in the figure's own unit. */
  readonly uncertainty: number
  /** Key of the method, explained in the locale files, e.g. `matched-line`. */
  readonly method: string
  /** How much of the value was not recorded but supposed, in the figure's own unit; absent when nothing. */
  readonly assumed?: number
}
