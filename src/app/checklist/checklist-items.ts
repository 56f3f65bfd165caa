import { BATTERY_TO_LEAVE } from '../device/battery.ts'
import type { InstallPlace } from '../device/install-prompt.ts'
import { LOW_QUOTA_BYTES } from '../device/storage-quota.ts'

/** What can be done about a line that is not green, in one tap. */
export type ChecklistAction =
  | 'look-again'
  | 'install'
  | 'persist'
  | 'fetch-trails'
  | 'keep-map'
  | 'allow-location'
  | 'try-wake-lock'
  | 'make-room'
  | 'compare-clock'

/** The list before leaving: each line says what is true now, and what to do when it is not. */
export interface ChecklistItem {
  readonly id:
    | 'offline'
    | 'installed'
    | 'persisted'
    | 'trails'
    | 'map'
    | 'location'
    | 'wakeLock'
    | 'battery'
    | 'room'
    | 'clock'
  /** `ask`: fine to leave with, better with it. `no`: something to mend. Neither stops anybody. */
  readonly state: 'ok' | 'no' | 'ask'
  readonly params?: Readonly<Record<string, string | number>>
  readonly action?: ChecklistAction
}

/** What the browser says of this phone; `null` where it does not say. */
export interface PhoneFacts {
  readonly offlineReady: boolean
  readonly trails: number
  readonly location: 'granted' | 'denied' | 'prompt' | null
  readonly wakeLock: boolean
  readonly batteryLevel: number | null
  readonly charging: boolean
  readonly freeBytes: number | null
  readonly persisted: boolean
  readonly installed: boolean
  /** Whose steps to show when it must be installed by hand. */
  readonly place: InstallPlace
  /** The browser offers to install the app at a tap. */
  readonly canInstall: boolean
  /** This phone's clock less the server's, when the server was heard. */
  readonly clockSkewMs: number | null
  /** The territory's map; `null` when there is none to take along. */
  readonly map: {
    readonly state: 'offered' | 'downloading' | 'paused' | 'kept'
    readonly bytes: number
    readonly doneBytes: number
  } | null
}

interface Say {
  readonly share: (share: number) => string
  readonly bytes: (bytes: number) => string
}

const CLOCK_MS = 120_000

/** The lines, in the order in which one would see to them; what cannot be known here has no line. */
export function checklistItems(facts: PhoneFacts, say: Say): readonly ChecklistItem[] {
  const { trails, canInstall } = facts
  const lines: (ChecklistItem | null)[] = [
    { id: 'offline', ...good(facts.offlineReady, 'look-again') },
    { id: 'installed', ...better(facts.installed, canInstall ? 'install' : undefined) },
    { id: 'persisted', ...better(facts.persisted, 'persist') },
    { id: 'trails', ...good(trails > 0, 'fetch-trails'), params: { count: trails } },
    mapLine(facts, say),
    locationLine(facts),
    { id: 'wakeLock', ...good(facts.wakeLock, 'try-wake-lock') },
    batteryLine(facts, say),
    roomLine(facts, say),
    clockLine(facts),
  ]
  return lines.filter((line) => line !== null)
}

function mapLine({ map }: PhoneFacts, say: Say): ChecklistItem | null {
  if (!map) return null
  const params = { size: say.bytes(map.bytes), share: say.share(map.doneBytes / map.bytes) }
  if (map.state === 'kept') return { id: 'map', state: 'ok', params }
  return { id: 'map', state: 'ask', params, ...(map.state === 'downloading' ? {} : keepMap) }
}
const keepMap = { action: 'keep-map' } as const

function locationLine({ location }: PhoneFacts): ChecklistItem {
  if (location === 'granted') return { id: 'location', state: 'ok' }
  return location === 'denied'
    ? { id: 'location', state: 'no', action: 'look-again' }
    : { id: 'location', state: 'ask', action: 'allow-location' }
}

function batteryLine({ batteryLevel, charging }: PhoneFacts, say: Say): ChecklistItem | null {
  if (batteryLevel === null) return null
  const isFine = charging || batteryLevel >= BATTERY_TO_LEAVE
  return { id: 'battery', ...good(isFine), params: { level: say.share(batteryLevel) } }
}

function roomLine({ freeBytes }: PhoneFacts, say: Say): ChecklistItem | null {
  if (freeBytes === null) return null
  const isFine = freeBytes >= LOW_QUOTA_BYTES
  return { id: 'room', ...good(isFine, 'make-room'), params: { room: say.bytes(freeBytes) } }
}

function clockLine({ clockSkewMs }: PhoneFacts): ChecklistItem {
  if (clockSkewMs === null) return { id: 'clock', state: 'ask', action: 'compare-clock' }
  const minutes = Math.round(Math.abs(clockSkewMs) / 60_000)
  return {
    id: 'clock',
    ...good(Math.abs(clockSkewMs) <= CLOCK_MS, 'compare-clock'),
    params: { minutes },
  }
}

function good(isFine: boolean, action?: ChecklistAction): Pick<ChecklistItem, 'state' | 'action'> {
  if (isFine) return { state: 'ok' }
  return action ? { state: 'no', action } : { state: 'no' }
}

function better(
  isFine: boolean,
  action?: ChecklistAction,
): Pick<ChecklistItem, 'state' | 'action'> {
  return isFine ? { state: 'ok' } : { ...good(false, action), state: 'ask' }
}
