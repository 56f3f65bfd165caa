import { defineAsyncComponent } from 'vue'

/** The map, fetched when one is shown: everything else works without it. */
export const LazyMap = defineAsyncComponent(async () => {
  const { default: MapView } = await import('./MapView.vue')
  return MapView
})
