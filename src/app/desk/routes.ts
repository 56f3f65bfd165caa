import type { RouteRecordRaw } from 'vue-router'
import { APP } from '../../contract/endpoints.ts'

/** The desk's pages, loaded when somebody opens the desk; the phone never carries them. */
export function deskRoutes(path: string = APP.desk): RouteRecordRaw[] {
  return [
    {
      path,
      component: () => import('./shell/DeskShell.vue'),
      children: [
        { path: '', name: 'desk', component: () => import('./queue/DecideView.vue') },
        {
          path: 'sentiers/:id',
          name: 'desk-trail',
          component: () => import('./trail/TrailReviewView.vue'),
          props: true,
        },
        {
          path: 'nouveau',
          name: 'desk-new-trail',
          component: () => import('./new-trail/NewTrailView.vue'),
        },
        {
          path: 'personnes',
          name: 'desk-people',
          component: () => import('./people/PeopleView.vue'),
        },
        {
          path: 'illisibles',
          name: 'desk-quarantine',
          component: () => import('./quarantine/QuarantineView.vue'),
        },
      ],
    },
  ]
}
