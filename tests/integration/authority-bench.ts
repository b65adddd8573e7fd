/** An office's ledger on real SQLite, and a desk that issues commands to it. */
import { randomBytes } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { newSigningKey, signerOf } from '../../hub/authority/keys.ts'
import type { Signer } from '../../hub/authority/keys.ts'
import { AUTHORITY_SCHEMA } from '../../hub/authority/schema.ts'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import type { SqliteAuthority } from '../../hub/authority/sqlite.ts'
import type { Lane, Role } from '../../shared/domain/codes.ts'
import type { Appended } from '../../shared/ledger/port.ts'
import type { CaseFacts, LedgerCommand } from '../../shared/ledger/types.ts'

export const OFFICE = 'CHZRHB'
export const S10 = 'RR473124829FR'
export const BAG = 'CNBJSAUSJFKAACN60123001000123'
export const START = Date.UTC(2026, 5, 1, 8)
export const DAY = 86_400_000
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$abcdefgh'

export const factsOf = (lane: Lane): CaseFacts => ({ lane, rules: 1, hits: [], declaration: null, lastEvent: null, announced: true, receptacle: null, dispatch: null })

const ROLES: Readonly<Record<string, readonly Role[]>> = { anna: ['officer', 'supervisor', 'administrator'], bea: ['officer'], cas: ['officer'], vic: ['viewer'] }

export class Ledger {
  readonly db: Sqlite.Database
  readonly signer: Signer
  authority: SqliteAuthority
  now = START
  #issued = 0

  constructor(file = ':memory:', signer = signerOf(newSigningKey())) {
    this.db = new Sqlite(file)
    this.db.pragma('journal_mode = WAL')
    this.db.pragma('synchronous = FULL')
    if (this.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'ledger_chain'").get() === undefined) this.db.exec(AUTHORITY_SCHEMA)
    this.signer = signer
    this.authority = this.open()
  }

  open(): SqliteAuthority {
    return openAuthority(this.db, { ...this.signer, office: OFFICE, now: () => this.now, random: (bytes) => randomBytes(bytes) })
  }

  command(name: string, subject: string, args: Readonly<Record<string, unknown>> = {}, more: Partial<LedgerCommand> = {}): LedgerCommand {
    const device = more.device ?? 'desk-1'
    const incarnation = more.incarnation ?? 1
    const actor = more.actor ?? 'anna'
    return {
      id: `0197-${String(++this.#issued).padStart(8, '0')}`,
      device,
      incarnation,
      n: this.authority.cursor(device, incarnation) + 1,
      name,
      v: 1,
      subject,
      actor,
      roles: ROLES[actor] ?? [],
      approver: null,
      at: this.now,
      zone: 'Europe/Zurich',
      clockOffset: 0,
      shift: null,
      base: 0,
      facts: subject.startsWith('@') ? null : factsOf('green'),
      args,
      ...more,
    }
  }

  transaction<T>(work: () => T): T {
    return this.db
      .transaction(() => {
        const done = work()
        this.authority.seal()
        return done
      })
      .immediate()
  }

  /** One command in its own transaction, a minute after the one before. */
  give(name: string, subject: string, args: Readonly<Record<string, unknown>> = {}, more: Partial<LedgerCommand> = {}): Appended {
    this.now += 60_000
    return this.transaction(() => this.authority.append(this.command(name, subject, args, more)))
  }

  /** Accepted, or the code of the rejection. */
  said(name: string, subject: string, args: Readonly<Record<string, unknown>> = {}, more: Partial<LedgerCommand> = {}): string {
    const { result } = this.give(name, subject, args, more)
    return result.rejection?.code ?? result.state ?? 'accepted'
  }

  setUp(): this {
    this.give('office-open', '@office', { office: OFFICE, zone: 'Europe/Zurich' })
    for (const [login, roles] of Object.entries(ROLES)) this.give('user-add', `@user/${login}`, { login, name: login, roles, passwordHash: HASH })
    return this
  }
}
