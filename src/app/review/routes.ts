import type { RouteRecordRaw } from 'vue-router'
import { APP } from '../../contract/endpoints.ts'

/** The desk's pages, loaded when somebody opens the desk; the phone never carries them. */
export function deskRoutes(path: string = APP.desk): RouteRecordRaw[] {
  return [
    {
      path,
      component: () => import('./DeskShell.vue'),
      children: [
        { path: '', name: 'desk', component: () => import('./DecideView.vue') },
        {
          path: 'sentiers/:id',
          name: 'desk-trail',
          component: () => import('./TrailReviewView.vue'),
          props: true,
        },
        { path: 'nouveau', name: 'desk-new-trail', component: () => import('./NewTrailView.vue') },
        { path: 'personnes', name: 'desk-people', component: () => import('./PeopleView.vue') },
        {
          path: 'illisibles',
          name: 'desk-quarantine',
          component: () => import('./QuarantineView.vue'),
        },
      ],
    },
  ]
}
