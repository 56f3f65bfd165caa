/**
 * Where things are. The API and the published files share one origin with the app; staff and testers are
 * told apart by their session, never by their address.
 */
export const API = {
  info: '/api/info',
  push: '/api/push',
  pull: '/api/pull',
  blob: (sha256: string) => `/api/blobs/${sha256}`,
  session: '/api/session',
  /** What the server keeps about who asks: GET gives it as a file, DELETE forgets the person. */
  ownData: '/api/own-data',
  invitations: '/api/invitations',
  redeem: '/api/invitations/redeem',
  passkeys: '/api/passkeys',
  passkey: (id: string) => `/api/passkeys/${id}`,
  passkeyOptions: '/api/passkeys/options',
  passkeySignInOptions: '/api/passkeys/sign-in-options',
  passkeySignIn: '/api/passkeys/sign-in',
  recoveryCode: '/api/recovery-code',
  recoverySignIn: '/api/recovery-code/sign-in',
  devices: '/api/devices',
  device: (id: string) => `/api/devices/${id}`,
  events: '/api/events',
  territory: (id: string) => `/api/territories/${id}`,
  /** Which map packs there are for a territory, and what they weigh. */
  packs: (territory: string) => `/api/territories/${territory}/packs`,
  quarantine: '/api/desk/quarantine',
  quarantineFile: '/api/desk/quarantine/file',
  /** The file that a phone wrote of everything it had. */
  rescue: '/api/desk/rescue',
  takeIn: (id: string) => `/api/desk/quarantine/${id}/take-in`,
  journal: '/api/desk/journal',
  deskTrails: '/api/desk/trails',
  deskTrail: (id: string) => `/api/desk/trails/${id}`,
  deskTrailFiles: '/api/desk/trail-files',
  decisions: '/api/desk/decisions',
} as const

/** The open catalogue: only what is published, RFC 7946, no time, no author. */
export const CATALOGUE = {
  trails: '/catalogue/trails.geojson',
  heritage: '/catalogue/heritage.geojson',
  reports: '/catalogue/reports.geojson',
  gpx: (slug: string) => `/catalogue/trails/${slug}.gpx`,
  /** A frozen publication. */
  publication: (slug: string, number: number) => `/catalogue/trails/${slug}/v${number}.geojson`,
  photo: (sha256: string) => `/catalogue/photos/${sha256}.jpg`,
} as const

/** A map pack, by ranges: named by its hash, never changed. */
export const packFile = (sha256: string): string => `/packs/${sha256}.pmtiles`

/** Pages that work without JavaScript. */
export const PAGES = {
  home: '/',
  trail: (slug: string) => `/sentiers/${slug}`,
  style: '/public/style.css',
} as const

/** The installable app: one service worker, one scope. */
export const APP = {
  scope: '/app/',
  join: '/app/rejoindre',
  signIn: '/app/connexion',
  trails: '/app/sentiers',
  trail: (id: string) => `/app/sentiers/${id}`,
  recording: '/app/enregistrer',
  outbox: '/app/envois',
  packs: '/app/cartes',
  importWalk: '/app/enregistrer/importer',
  desk: '/app/bureau',
  deskTrail: (id: string) => `/app/bureau/sentiers/${id}`,
} as const
