/** Counts that screens show without counting: changes are gathered in memory and written once a transaction. */
import type { WriteDb } from '../open.ts'

export class Counters {
  readonly #changes = new Map<string, { name: string; key: string; by: number }>()
  readonly #add
  readonly #clean

  constructor(db: WriteDb) {
    this.#add = db.prepare('INSERT INTO counter(name, key, n) VALUES (?, ?, ?) ON CONFLICT(name, key) DO UPDATE SET n = n + excluded.n')
    // A count of nothing is no row: else a rebuilt store would differ from one that has lived.
    this.#clean = db.prepare('DELETE FROM counter WHERE name = ? AND key = ? AND n = 0')
  }

  add(name: string, key: string, by: number): void {
    const at = `${name}\0${key}`
    const change = this.#changes.get(at)
    if (change) change.by += by
    else this.#changes.set(at, { name, key, by })
  }

  /** Drops what was gathered: the rows that it counted were rolled back. */
  forget(): void {
    this.#changes.clear()
  }

  flush(): void {
    for (const { name, key, by } of this.#changes.values()) {
      if (by === 0) continue
      this.#add.run(name, key, by)
      if (by < 0) this.#clean.run(name, key)
    }
    this.#changes.clear()
  }
}
