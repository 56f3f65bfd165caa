/** The same work, never twice at once: asked for meanwhile, however often, it is done once more. */
export function onceMore(work: () => Promise<void>): () => void {
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
