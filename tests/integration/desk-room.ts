/** A desk in a temporary folder, with its real threads and its real store, and officers at it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Connection, Desk } from '../../main/desk/port.ts'
import { startDesk, type StartOptions } from '../../main/desk/start.ts'
import type { CallError, CallName, CommandOutcome, ImportLine, Input, Job, Notice, Output } from '../../shared/contract.ts'
import type { Role } from '../../shared/domain/codes.ts'

export const KEY = 'a passphrase of the test desk'
export const PASSWORD = 'correct horse battery'

/** A page at the desk. */
export class Seat {
  readonly notices: Notice[] = []
  readonly connection: Connection
  readonly #waiting = new Set<() => void>()

  constructor(desk: Desk, trusted = false) {
    const notify = (notice: Notice): void => {
      this.notices.push(notice)
      for (const wake of this.#waiting) wake()
      this.#waiting.clear()
    }
    this.connection = desk.connect({ host: 'local', notify, ...(trusted ? { trusted: true as const } : {}) })
  }

  async call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.connection.call(name, input)
    if (reply.ok) return reply.output as Output<N>
    throw Object.assign(new Error(`${name}: ${reply.error.code}: ${reply.error.message}`), { code: reply.error.code })
  }

  /** The error that a call ends in, or `null`; `input` as anybody could send it. */
  async error(name: string, input: unknown = {}): Promise<CallError | null> {
    const reply = await this.connection.call(name, input)
    return reply.ok ? null : reply.error
  }

  async code(name: string, input: unknown = {}): Promise<string | null> {
    return (await this.error(name, input))?.code ?? null
  }

  async signIn(user: string, password = PASSWORD): Promise<this> {
    await this.call('session.signIn', { user, password })
    return this
  }

  async act(name: string, item: string, args: Record<string, unknown> = {}, id?: string): Promise<CommandOutcome> {
    const { outcomes } = await this.call('act', { commands: [{ name, item, args, ...(id === undefined ? {} : { id }) }] })
    return outcomes[0] as CommandOutcome
  }

  /** Waits until something that was noticed is what is looked for. */
  async noticed<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => void this.#waiting.add(resolve))
    }
  }

  ended(job: string): Promise<Job> {
    return this.noticed(() => this.notices.flatMap((notice) => (notice.kind === 'job' && notice.job.id === job && notice.job.status !== 'running' ? [notice.job] : [])).at(-1))
  }

  /** Waits until no job is running, also none that began before this page was opened. */
  async idle(): Promise<void> {
    for (;;) {
      const seen = this.notices.length
      const { jobs } = await this.call('jobs.list', {})
      if (jobs.every((job) => job.status !== 'running')) return
      await this.noticed(() => (this.notices.length > seen ? true : undefined))
    }
  }

  lines(job: string): ImportLine[] {
    return this.notices.flatMap((notice) => (notice.kind === 'line' && notice.job === job ? [notice.line as ImportLine] : []))
  }

  async import(...paths: string[]): Promise<{ job: Job; lines: ImportLine[] }> {
    const { job } = await this.call('exchange.import', { paths })
    return { job: await this.ended(job), lines: this.lines(job) }
  }

  async job<N extends 'store.rebuild' | 'store.verify'>(name: N): Promise<Job> {
    const { job } = (await this.call(name, {} as Input<N>)) as { job: string }
    return this.ended(job)
  }
}

export class Room {
  readonly folder = mkdtempSync(join(tmpdir(), 'liaison-desk-'))
  readonly data = join(this.folder, 'data')
  readonly mail = join(this.folder, 'mail')
  readonly out = join(this.folder, 'out')
  desk!: Desk
  recoveryKey = ''

  /** How the training office of this desk gets its mail. */
  training: StartOptions['training']

  async start(keyText: string | null = KEY): Promise<this> {
    mkdirSync(this.mail, { recursive: true })
    this.desk = await startDesk({ dataFolder: this.data, keyText, osKeyStore: null, ...(this.training === undefined ? {} : { training: this.training }) })
    return this
  }

  /** With its office, and a user of each role: anna supervises and administers; olga, sam, vic and adam have one role each. */
  async setUp(): Promise<this> {
    // Keys and passwords are slow on purpose, so that is done once, and each room begins with a copy.
    template ??= prepared()
    const { data, recoveryKey } = await template
    cpSync(data, this.data, { recursive: true })
    this.recoveryKey = recoveryKey
    return this.start()
  }

  seat(trusted = false): Seat {
    return new Seat(this.desk, trusted)
  }

  put(name: string, text: string | Uint8Array): string {
    const file = join(this.mail, name)
    writeFileSync(file, text)
    return file
  }

  async restart(keyText: string | null = KEY): Promise<void> {
    await this.desk.close()
    await this.start(keyText)
  }

  async close(): Promise<void> {
    await this.desk.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

interface Template {
  readonly folder: string
  readonly data: string
  readonly recoveryKey: string
}
let template: Promise<Template> | null = null
afterAll(async () => {
  if (template !== null) rmSync((await template).folder, { recursive: true, force: true })
})
const STAFF: readonly (readonly [string, Role])[] = [
  ['olga', 'officer'],
  ['sam', 'supervisor'],
  ['vic', 'viewer'],
  ['adam', 'administrator'],
]

async function prepared(): Promise<Template> {
  const room = await new Room().start()
  const seat = room.seat()
  const { recoveryKey } = await seat.call('session.setUp', {
    office: 'CHZRHB',
    name: 'Zürich',
    zone: null,
    user: 'anna',
    userName: null,
    password: PASSWORD,
    watchedFolder: null,
    outFolder: null,
  })
  await seat.signIn('anna')
  for (const [login, role] of STAFF) await seat.call('users.add', { login, name: login, roles: [role], password: PASSWORD })
  await room.desk.close()
  return { folder: room.folder, data: room.data, recoveryKey }
}
