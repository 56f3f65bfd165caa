/** How many different stories of being away from the trail are kept at each sample. */
export const AWAY_STATES = 6
/** Two stories that left the trail this near to each other are one. */
const SAME_STORY_M = 50

/**
 * The "away from the trail" states of a walk, cheapest first at each sample. Each remembers where
 * the trail was left, in which direction, and how far was walked since: that is what tells an
 * honest detour from a leap to another leg of the trail. Unused places have an infinite score.
 */
export interface AwayStates {
  readonly score: Float64Array
  /** Chainage where the trail was left; NaN when the walk began away from it. */
  readonly leftAtM: Float64Array
  /** 0 walking as drawn when the trail was left, 1 reversed. */
  readonly layer: Uint8Array
  readonly walkedM: Float64Array
  readonly back: Int32Array
  /** Keeps a story at sample `i` if it is among the cheapest. */
  offer(
    i: number,
    score: number,
    leftAtM: number,
    layer: number,
    walkedM: number,
    back: number,
  ): void
}

export function createAwayStates(count: number): AwayStates {
  const score = new Float64Array(count * AWAY_STATES).fill(Infinity)
  const leftAtM = new Float64Array(count * AWAY_STATES)
  const layers = new Uint8Array(count * AWAY_STATES)
  const walkedM = new Float64Array(count * AWAY_STATES)
  const back = new Int32Array(count * AWAY_STATES)

  const move = (from: number, to: number): void => {
    score[to] = score[from]!
    leftAtM[to] = leftAtM[from]!
    layers[to] = layers[from]!
    walkedM[to] = walkedM[from]!
    back[to] = back[from]!
  }
  const sameStory = (state: number, atM: number, layer: number): boolean => {
    if (Number.isNaN(atM) || Number.isNaN(leftAtM[state]!)) {
      return Number.isNaN(atM) && Number.isNaN(leftAtM[state]!)
    }
    return layers[state] === layer && Math.abs(leftAtM[state]! - atM) < SAME_STORY_M
  }

  const offer: AwayStates['offer'] = (i, offered, atM, layer, walked, from) => {
    const first = i * AWAY_STATES
    const last = first + AWAY_STATES - 1
    if (offered >= score[last]!) return
    let place = last
    for (let state = first; state <= last && score[state]! < Infinity; state += 1) {
      if (!sameStory(state, atM, layer)) continue
      if (score[state]! <= offered) return
      place = state
      break
    }
    for (; place > first && score[place - 1]! > offered; place -= 1) move(place - 1, place)
    score[place] = offered
    leftAtM[place] = atM
    layers[place] = layer
    walkedM[place] = walked
    back[place] = from
  }
  return { score, leftAtM, layer: layers, walkedM, back, offer }
}
