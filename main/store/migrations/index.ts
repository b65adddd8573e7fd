import type { Migration } from '../migrate.ts'
import { first } from './0010-first.ts'
import { floor } from './0020-floor.ts'
import { shifts } from './0030-shifts.ts'
import { examiners } from './0040-examiners.ts'

/** Every migration, oldest first. One that has landed is never changed; a store may have stopped after it. */
export const migrations: readonly Migration[] = [first, floor, shifts, examiners]

/** The version that this program reads and writes. */
export const STORE_VERSION = Math.max(...migrations.map((migration) => migration.version))
