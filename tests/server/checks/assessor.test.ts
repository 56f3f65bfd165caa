import { afterEach, describe, expect, it } from 'vitest'
import { RULES } from '../../../src/domain/checks/thresholds.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { assessWalk } from '../../../src/domain/checks/assess-walk.ts'
import { FIX_FILE_MEDIA_TYPE } from '../../../src/domain/observation/fix-file.ts'
import { createAssessor } from '../../../src/server/checks/assessor.ts'
import { workerPool } from '../../../src/server/checks/worker-pool.ts'
import { eraseBlob } from '../../../src/server/privacy/erasure.ts'
import type { Services } from '../../../src/server/services/services.ts'
import { asRecorded, sendWalk } from '../../support/desk-hands.ts'
import { aTrack, aTrail, newId, TERRITORY } from '../../support/records.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const LINE = makeTrail('loop', 8, 2000).line.map((position) => [...position])
const FIXES = asRecorded(simulateWalk(LINE, { seed: 4, samplingS: 5 }).fixes)

let server: TestServer
const pools: ReturnType<typeof workerPool>[] = []
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.stop()
  await server?.dispose()
})

function assessorOf(services: Services) {
  const pool = workerPool()
  pools.push(pool)
  return createAssessor(services, pool)
}

const assessmentOf = async (services: Services, id: string) =>
  (await services.store.read((tx) => tx.assessments.getMany(TERRITORY, [id])))[0]?.assessment

const waiting = (services: Services) =>
  services.store.read((tx) => tx.assessments.countWithout(TERRITORY, RULES))

describe('the checks on the server', () => {
  it('wait for fixes that are lost, and for none that the law took away', async () => {
    server = await testServer()
    const { services } = server
    const phone = await server.phone()
    const track = await sendWalk(phone, newId(), FIXES)
    const { sha256 } = track.properties.fixes
    await services.blobs.remove(TERRITORY, sha256)
    const assessor = assessorOf(services)
    await assessor.catchUp()
    await assessor.idle()
    expect(await waiting(services)).toBe(1)
    await eraseBlob(services, TERRITORY, sha256)
    await assessor.catchUp()
    await assessor.idle()
    expect(await waiting(services)).toBe(0)
  })

  it('say the same as the phone, byte for byte', async () => {
    server = await testServer()
    const { services } = server
    const trail = aTrail({ line: LINE })
    await services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    const track = await sendWalk(await server.phone(), trail.id, FIXES)
    const assessor = assessorOf(services)
    assessor.received(TERRITORY, [track])
    await assessor.idle()
    const onThePhone = assessWalk(deriveTrack(FIXES), { line: LINE, declared: {} })
    const { trailVersion, ...onTheServer } = {
      trailVersion: 0,
      ...(await assessmentOf(services, track.id)),
    }
    expect(trailVersion).toBe(1)
    expect(JSON.stringify(onTheServer)).toBe(JSON.stringify(onThePhone))
  })

  it('make up for what was left undone when the server stopped', async () => {
    server = await testServer()
    const { services } = server
    const trail = aTrail({ line: LINE })
    await services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    const track = await sendWalk(await server.phone(), trail.id, FIXES)
    expect(await assessmentOf(services, track.id)).toBeUndefined()
    const assessor = assessorOf(services)
    await assessor.catchUp()
    await assessor.idle()
    expect(await assessmentOf(services, track.id)).toMatchObject({ trailVersion: 1 })

    const moved = { ...trail, properties: { ...trail.properties, version: 2 } }
    await services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [moved]))
    const later = assessorOf(services)
    await later.catchUp()
    await later.idle()
    expect(await assessmentOf(services, track.id)).toMatchObject({ trailVersion: 2 })
  })

  it('[P10] one walk whose fixes cannot be read never blocks the next', async () => {
    server = await testServer()
    const { services } = server
    const trail = aTrail({ line: LINE })
    await services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    const phone = await server.phone()
    const nonsense = new TextEncoder().encode('{"format":"something-else"}')
    const sha256 = await phone.send(nonsense)
    const broken = aTrack(
      { sha256, bytes: nonsense.length, mediaType: FIX_FILE_MEDIA_TYPE, count: 1 },
      { device: phone.device, trail: trail.id },
    )
    await phone.push([broken])
    const good = await sendWalk(phone, trail.id, FIXES)
    const assessor = assessorOf(services)
    assessor.received(TERRITORY, [broken, good])
    await assessor.idle()
    expect(await assessmentOf(services, broken.id)).toBeUndefined()
    expect(await assessmentOf(services, good.id)).toBeDefined()
    expect(await waiting(services)).toBe(0)
  })
})
