import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { DESK } from '../../src/app/desk/shell/desk-ports.ts'
import { deskRoutes } from '../../src/app/desk/routes.ts'
import { WORDS } from '../../src/app/ui/words.ts'
import { createFakeDesk, type FakeDesk, type FakeDeskData } from './fake-desk-api.ts'

let wrapper: VueWrapper | undefined

/** Opens a page of the desk over a fake server that decides by the real domain code. */
export async function openDesk(
  data: FakeDeskData,
  path: string,
): Promise<{ page: VueWrapper; desk: FakeDesk }> {
  const desk = createFakeDesk(data)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [...deskRoutes(), { path: '/:rest(.*)', component: { render: () => h('p') } }],
  })
  await router.push(path)
  wrapper = mount(
    { render: () => h(RouterView) },
    {
      attachTo: document.body,
      global: {
        plugins: [createPinia(), router],
        provide: {
          [DESK as symbol]: desk,
          [WORDS as symbol]: { t: (key: string) => key, language: 'fr' },
        },
        // Drawing needs a graphics card; everything a map says is in a list too.
        stubs: { MapView: true },
      },
    },
  )
  await settle()
  return { page: wrapper, desk }
}

/** Closes the page, and forgets what this browser kept. */
export function closeDesk(): void {
  wrapper?.unmount()
  sessionStorage.clear()
  localStorage.clear()
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await flushPromises()
}

export async function press(key: string): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await settle()
}

/** The first button whose words begin so. */
export function button(page: VueWrapper, words: string) {
  const found = page.findAll('button').find((one) => one.text().startsWith(words))
  if (!found) throw new Error(`No button says "${words}".`)
  return found
}
