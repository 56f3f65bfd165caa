/** Take-latest: answers may overtake each other, and one that was asked for before the one shown is dropped. */
export function takeLatest() {
  let [asked, taken] = [0, 0]
  return () => {
    const order = ++asked
    return {
      /** Whether this answer is to be taken; none that was asked for before it is, from now on. */
      isNews: (): boolean => {
        if (order < taken) return false
        taken = order
        return true
      },
      /** Whether nothing was asked for since. */
      isLast: (): boolean => order === asked,
    }
  }
}
