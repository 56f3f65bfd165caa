/** The layer rules of CONTRIBUTING.md (L1 to L7 and L9), kept by `npm run deps`. */
/** Rooms of `app`: what happens, one after the other. */
const STAGES = ['capture', 'sync', 'catalogue', 'access', 'associations', 'desk', 'site']
/** Rooms of `app` for what crosses stages. */
const USE_CASES = ['walk-end', 'checklist', 'offline-maps']
/** Rooms of `app` that every stage stands on. */
const SUPPORT = ['device', 'workers', 'storage', 'map', 'ui', 'i18n']

const rooms = (names) => `^src/app/(${names.join('|')})/`
/** Where a screen or a store gets its services from; and the two ways to put tasks in a row. */
const SERVICES_DOOR = '^src/app/services/(app-services|serial|run-coalesced)\\.ts$'

/** The rooms of the server, from the ground up: each may import those before it (L9). */
const ROOMS = [
  'terrain',
  'storage',
  'http',
  'packs',
  'access',
  'evidence',
  'checks',
  'review',
  'catalogue',
  'publication',
  'ogc',
  'sync',
  'imports',
  'campaigns',
  'privacy',
  'desk',
  'demo',
  'services',
]

/** Only `allowed` may import the npm package `name`. */
const owner = (name, allowed) => ({
  name: `L5-${name.replace(/[^a-z]+/gi, '-')}-has-one-owner`,
  severity: 'error',
  from: { path: '^src/', pathNot: allowed },
  to: { path: `node_modules/${name}/`, dependencyTypesNot: ['type-only'] },
})

/** Inside the domain: `from` must not import any of `to`. */
const never = (from, to) => ({
  name: `L1-${from}-looks-down-only`,
  severity: 'error',
  from: { path: `^src/domain/${from}/` },
  to: { path: `^src/domain/(${to.join('|')})/` },
})

export default {
  forbidden: [
    { name: 'L7-no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'L7-no-barrel', severity: 'error', from: {}, to: { path: '^src/.*/index\\.ts$' } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?worker|virtual:|\\?url' },
    },
    {
      name: 'L1-domain-is-pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        pathNot: [
          '^src/domain/',
          '^data/vocabularies/',
          'node_modules/(@turf|flatbush|flatqueue|es-toolkit|fastest-levenshtein|zod|@types/geojson|saxes|xmlchars|fflate)/',
        ],
      },
    },
    never('geo', [
      'observation',
      'formats',
      'checks',
      'consensus',
      'catalogue',
      'review',
      'publication',
    ]),
    never('observation', ['formats', 'checks', 'consensus', 'catalogue', 'review', 'publication']),
    never('formats', ['checks', 'consensus', 'catalogue', 'review', 'publication']),
    never('checks', ['catalogue', 'review', 'publication']),
    never('consensus', ['checks', 'catalogue', 'review', 'publication']),
    never('catalogue', ['review', 'publication']),
    never('review', ['publication']),
    {
      name: 'L2-contract',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: ['^src/(contract|domain)/', 'node_modules/(zod|@types/geojson)/'] },
    },
    {
      name: 'L3-app',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/(server|cli)/' },
    },
    {
      name: 'L4-server',
      severity: 'error',
      from: { path: '^src/(server|workers|cli)/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'L4-server-not-cli',
      severity: 'error',
      from: { path: '^src/(server|workers)/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'locales-are-words',
      severity: 'error',
      from: { path: '^src/locales/' },
      to: { pathNot: '^src/locales/' },
    },
    ...STAGES.map((stage) => ({
      name: `L6-${stage}-imports-no-other-stage`,
      severity: 'error',
      from: { path: rooms([stage]) },
      to: { path: rooms(STAGES.filter((other) => other !== stage)) },
    })),
    {
      name: 'L6-only-screens-and-services-import-use-cases',
      severity: 'error',
      from: {
        path: '^src/app/',
        pathNot: `^src/app/(screens/|services/|router\\.ts$|(${USE_CASES.join('|')})/)`,
      },
      to: { path: rooms(USE_CASES) },
    },
    {
      name: 'L6-support-looks-down-only',
      severity: 'error',
      from: { path: rooms(SUPPORT) },
      to: { path: rooms([...STAGES, ...USE_CASES, 'screens', 'services']), pathNot: SERVICES_DOOR },
    },
    {
      name: 'L6-screens-are-the-routers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/(screens/|router\\.ts$|main\\.ts$)' },
      to: { path: '^src/app/screens/' },
    },
    {
      name: 'L6-services-are-made-once',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/(services/|main\\.ts$)' },
      to: { path: '^src/app/services/(create-services|core|use-cases)\\.ts$' },
    },
    {
      name: 'L5-workers-are-asked-by-their-clients',
      severity: 'error',
      from: { path: '^src/app/', pathNot: '^src/app/services/use-cases\\.ts$' },
      to: { path: '^src/workers/' },
    },
    ...ROOMS.slice(0, -1).map((room, i) => ({
      name: `L9-server-${room}-looks-down-only`,
      severity: 'error',
      from: { path: `^src/server/${room}/` },
      to: { path: `^src/server/(${ROOMS.slice(i + 1).join('|')})/` },
    })),
    {
      name: 'L9-every-room-has-its-floor',
      severity: 'error',
      from: {},
      to: { path: '^src/server/[^/]+/', pathNot: `^src/server/(${ROOMS.join('|')})/` },
    },
    owner('idb', '^src/app/storage/'),
    owner('maplibre-gl', '^src/app/(map|site)/'),
    owner('kysely', '^src/server/storage/'),
    owner('better-sqlite3', '^src/server/storage/'),
    owner('pg', '^src/server/storage/'),
    owner(
      'hono',
      '^src/server/(http/|access/session-cookie\\.ts|main\\.ts|publication/pages/|.*-routes\\.ts)',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
