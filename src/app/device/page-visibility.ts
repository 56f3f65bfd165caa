export interface PageVisibility {
  readonly visible: () => boolean
  readonly onChange: (listener: (visible: boolean) => void) => () => void
}

/** Adapter of the Page Visibility API. */
export function createPageVisibility(page: Document = document): PageVisibility {
  return {
    visible: () => page.visibilityState === 'visible',
    onChange(listener) {
      const told = () => listener(page.visibilityState === 'visible')
      page.addEventListener('visibilitychange', told)
      return () => page.removeEventListener('visibilitychange', told)
    },
  }
}
