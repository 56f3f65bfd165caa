import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { SessionAnswer } from '../../contract/access.ts'
import type { Failure } from '../services/api-client.ts'
import { useServices } from '../services/app-services.ts'
import type { AccessServices } from './access-services.ts'

/** Who is using this phone, and for which territory. */
export const useAccess = defineStore('access', () => {
  const { account, api, territory, syncNow }: AccessServices = useServices()
  const { identity, device, forget } = account
  const isStaff = computed(() => ['staff', 'admin'].includes(identity.value?.role ?? ''))

  async function join(
    invitation: { readonly token: string } | { readonly code: string },
    pseudonym: string,
  ): Promise<{ readonly ok: true } | Failure> {
    const answer = await api.redeem({
      ...invitation,
      device: await device(),
      pseudonym,
      fifteenOrOlder: true,
    })
    if (!answer.ok) return answer
    await arrive(answer.value)
    return { ok: true }
  }

  /** Somebody came in, with an invitation, a key or a code. */
  async function arrive(session: SessionAnswer): Promise<void> {
    await account.accept(session)
    syncNow()
  }

  return { identity, territory: territory.summary, isStaff, device, join, arrive, forget }
})
