import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { APP } from '../contract/endpoints.ts'
import { deskRoutes } from './desk/routes.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Area files a screen needs besides the shell's. */
    readonly words?: readonly string[]
    /** The desk has its own frame. */
    readonly desk?: boolean
    /** A screen of its own, reached from another one: a way back is shown. */
    readonly inner?: boolean
  }
}

const FIELD_ROUTES: readonly RouteRecordRaw[] = [
  { path: APP.join, component: () => import('./access/JoinView.vue') },
  {
    path: APP.signIn,
    meta: { words: ['access'] },
    component: () => import('./access/SignInView.vue'),
  },
  {
    path: APP.trails,
    meta: { words: ['packs'] },
    component: () => import('./screens/TrailsView.vue'),
  },
  {
    path: `${APP.trails}/:id`,
    props: true,
    meta: { inner: true, words: ['departure', 'packs'] },
    component: () => import('./screens/TrailView.vue'),
  },
  {
    path: APP.recording,
    meta: { words: ['departure'] },
    component: () => import('./screens/RecordView.vue'),
  },
  {
    path: `${APP.recording}/noter/:id`,
    props: true,
    meta: { inner: true, words: ['note'] },
    component: () => import('./capture/notes/TagView.vue'),
  },
  {
    path: `${APP.recording}/fin/:id`,
    props: true,
    meta: { words: ['checks', 'watch', 'formats'] },
    component: () => import('./walk-end/WalkEndView.vue'),
  },
  {
    path: APP.importWalk,
    meta: { inner: true, words: ['watch', 'formats'] },
    component: () => import('./walk-end/ImportView.vue'),
  },
  { path: APP.outbox, component: () => import('./sync/OutboxView.vue') },
  {
    path: APP.packs,
    meta: { inner: true, words: ['packs'] },
    component: () => import('./offline-maps/PacksView.vue'),
  },
  {
    path: '/app/reglages',
    meta: { inner: true, words: ['access', 'departure'] },
    component: () => import('./screens/SettingsView.vue'),
  },
]

/** The addresses of the app: French paths, real links, each screen in its own chunk. */
export function createAppRouter(start: string, beforeDesk: () => Promise<void>): Router {
  return createRouter({
    history: createWebHistory('/'),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      { path: '/app', redirect: start },
      { path: '/app/', redirect: start },
      ...FIELD_ROUTES,
      ...deskRoutes().map((route) => ({
        ...route,
        meta: { ...route.meta, desk: true },
        beforeEnter: beforeDesk,
      })),
      { path: '/:rest(.*)*', component: () => import('./screens/NotFoundView.vue') },
    ],
  })
}
