/**
 * Who this desk is: device, incarnation and its key. Kept in the (encrypted) store and nowhere else, so that a
 * copied folder is the same device and is found out as one.
 */
import { randomUUID } from 'node:crypto'
import { newSigningKey, signerOf, type Signer } from '../../../hub/authority/keys.ts'
import type { WriteDb } from '../open.ts'

export interface Device {
  readonly id: string
  readonly incarnation: number
  /** Signs the pages of the ledger that this desk is the authority of. */
  readonly signer: Signer
}

/**
 * The device of a store that came out of a backup: the same, but it counts its commands anew under the next
 * incarnation. What it had issued after the backup may be known elsewhere under the old numbers.
 */
export function nextIncarnation(db: WriteDb): void {
  db.prepare("UPDATE local SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'incarnation'").run()
}

/** Reads this store's device, or makes it. Runs inside a transaction. */
export function deviceOf(db: WriteDb): Device {
  const get = (name: string): string | null => db.prepare<[string], { value: string }>('SELECT value FROM local WHERE name = ?').get(name)?.value ?? null
  const kept = get('device-key')
  if (kept === null) {
    const put = db.prepare('INSERT INTO local(name, value) VALUES (?, ?)')
    put.run('device', randomUUID())
    put.run('incarnation', '1')
    put.run('device-key', Buffer.from(newSigningKey()).toString('base64'))
    return deviceOf(db)
  }
  const id = get('device')
  if (id === null) throw new Error('The store has a device key and no device.')
  return { id, incarnation: Number(get('incarnation') ?? '1'), signer: signerOf(Buffer.from(kept, 'base64')) }
}
