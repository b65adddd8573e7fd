/** Migration 30 starts from a store of version 10 that has lived. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../../main/store/migrate.ts'
import { migrations } from '../../../main/store/migrations/index.ts'
import type { WriteDb } from '../../../main/store/open.ts'
import { openForWriting } from '../../../main/store/open.ts'
import { owesCustody } from '../../../main/store/project/custody.ts'
import { newFolder } from './store-folder.ts'

const KEY = '22'.repeat(32)
const upTo = (version: number) => migrations.filter((one) => one.version <= version)

function atVersion10(): WriteDb {
  const db = openForWriting(join(newFolder(), 'store.db'), KEY)
  migrate(db, upTo(10))
  return db
}

describe('0030 shifts', () => {
  it('leaves a store that has lived owing the custody of its past', () => {
    const db = atVersion10()
    db.prepare(
      `INSERT INTO ledger_event(office, seq, command, case_id, type, v, at, recorded_at, actor, command_digest, digest)
       VALUES ('CHZRHB', 1, 'c1', 'RR473124829FR#1', 'presented', 1, 1, 1, 'anna', x'00', x'00')`,
    ).run()
    expect(migrate(db, upTo(30))).toMatchObject({ to: 30 })
    expect(owesCustody(db)).toBe(true)
    expect(db.prepare('SELECT count(*) FROM custody_move').pluck().get()).toBe(0)
  })

  it('asks nothing of an empty one', () => {
    const db = atVersion10()
    migrate(db, upTo(30))
    expect(owesCustody(db)).toBe(false)
  })
})
