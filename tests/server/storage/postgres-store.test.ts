import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgres } from '../../../src/server/storage/postgres/open-postgres.ts'
import { startPostgres, type RunningPostgres } from '../../support/postgres.ts'
import { keysContract } from './keys.contract.ts'
import { catalogueContract } from './catalogue.contract.ts'
import { peopleContract } from './people.contract.ts'
import { storeContract } from './store.contract.ts'

describe('the store on PostgreSQL', () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  const make = async () => {
    const url = await postgres.database()
    return { open: () => openPostgres(url) }
  }
  storeContract(make)
  catalogueContract(make)
  peopleContract(make)
  keysContract(make)
})
