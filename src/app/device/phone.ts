import { uuidV7 } from '../../domain/observation/ids.ts'

/** Small things of the browser that several parts of the app are given. */

export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Room left for this app, bytes; `null` when the browser does not say. */
export async function freeBytes(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate()
    return quota === undefined || usage === undefined ? null : quota - usage
  } catch {
    return null
  }
}

/** Whether the browser promised to keep what is stored; `false` when it knows no such promise. */
export async function isPersisted(): Promise<boolean> {
  try {
    return await navigator.storage.persisted()
  } catch {
    return false
  }
}

export async function persist(): Promise<boolean> {
  try {
    return (await isPersisted()) || (await navigator.storage.persist())
  } catch {
    return false
  }
}

interface BatteryManager extends EventTarget {
  readonly level: number
  readonly charging: boolean
}

export async function battery(): Promise<BatteryManager | null> {
  const { getBattery } = navigator as { getBattery?: () => Promise<BatteryManager> }
  try {
    return (await getBattery?.call(navigator)) ?? null
  } catch {
    return null
  }
}

/** Hands a file to the person: the share sheet where there is one for files, else a download. */
export async function giveFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<void> {
  const file = new File([bytes], name, { type })
  const isPhone = matchMedia('(pointer: coarse)').matches
  if (isPhone && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title: name })
      return
    } catch {
      // Refused or not possible: the download below does the same.
    }
  }
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

interface InstallEvent extends Event {
  readonly prompt: () => Promise<unknown>
}

/** The browser's offer to install the app: kept until somebody takes it up. */
export const installOffer = createInstallOffer()
function createInstallOffer() {
  const listeners = new Set<() => void>()
  let offer: InstallEvent | null = null
  const set = (next: InstallEvent | null) => {
    offer = next
    listeners.forEach((listener) => listener())
  }
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    set(event as InstallEvent)
  })
  addEventListener('appinstalled', () => set(null))
  return {
    isOpen: () => offer !== null,
    accept: async () => {
      await offer?.prompt()
      set(null)
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
