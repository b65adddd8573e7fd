import { openForReading } from './open.ts'

/** The office whose ledger a store holds; `null` where its set-up did not come so far. @throws StoreFailure */
export function officeIn(file: string, keyHex: string): string | null {
  const db = openForReading(file, keyHex)
  try {
    const known = db.prepare<[], { one: number }>("SELECT 1 AS one FROM sqlite_schema WHERE name = 'ledger_chain'").get()
    return known === undefined ? null : (db.prepare<[], { office: string }>('SELECT office FROM ledger_chain LIMIT 1').get()?.office ?? null)
  } finally {
    db.close()
  }
}
