/** Coalescing: the same work never runs twice at once; asked for meanwhile, however often, it runs once more. */
export function runCoalesced(work: () => Promise<void>): () => void {
  let [isBusy, isAskedAgain] = [false, false]
  const run = () => {
    isBusy = true
    isAskedAgain = false
    void work().finally(() => {
      isBusy = false
      if (isAskedAgain) run()
    })
  }
  return () => {
    if (isBusy) isAskedAgain = true
    else run()
  }
}
