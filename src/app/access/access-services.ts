import type { ShallowRef } from 'vue'
import type { Language } from '../../locales/translate.ts'
import type { ApiClient } from '../services/api-client.ts'
import type { TerritorySummary } from '../services/territory.ts'
import type { Account } from './account.ts'

/** What this stage needs of the app's services. */
export interface AccessServices {
  readonly account: Account
  readonly api: Pick<ApiClient, 'redeem' | 'call'>
  readonly territory: { readonly summary: Readonly<ShallowRef<TerritorySummary | null>> }
  /** Fetches the trails, once an identity was accepted. */
  readonly syncNow: () => void
  /** Hands a file to the person. */
  readonly shareFile: (name: string, bytes: Uint8Array<ArrayBuffer>, type: string) => Promise<void>
  readonly language: Readonly<ShallowRef<Language>>
  readonly setLanguage: (language: Language) => Promise<void>
}
