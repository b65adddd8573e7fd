/**
 * The training office: a store of its own beside the real one, with a day of simulated mail that goes on arriving.
 *
 *   enter ── no day yet ──► lay ──┐
 *   enter ── a day ───────────────┼──► open ── while somebody is in: a file of mail every so often
 *   reset ─► lay another ─► swap ─┘            through the intake that all mail goes through
 *
 * It is a desk of the same making (docs/decisions/0006), but an engine that is told `training` watches no folder and
 * writes no answer, and the calls that would exchange or keep something are refused before they reach it.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import type { Notice } from '../../../shared/contract.ts'
import type { Role } from '../../../shared/domain/codes.ts'
import { chooseExercise } from '../../../shared/domain/training.ts'
import { SHARE_KEY } from '../../../shared/domain/settings.ts'
import { zoneOfPlace } from '../../../shared/domain/zones.ts'
import { simulate, type SimulatedInterchange } from '../../simulate/office.ts'
import { startEngine, type Engine } from '../engine.ts'
import { hashPassword } from '../passwords.ts'
import { newDayName, readDay, sweep, writeDay, type DayRecord } from './folder.ts'
import { insideOf, readTruth, writeTruth, type Inside, type Truth } from './truth.ts'

/** An office of exchange whose country has post from everywhere; that it is none that exists, the banner says. */
const OFFICE = 'CHZRHB'
const HOUR = 3_600_000
/** Sums of a day: enough for a list to scroll, read within a second or two. */
const DISPATCHES = 24
const ITEMS = 1000
/** The day began so long before somebody sits down, and goes on for so long. */
const BEFORE_MS = 5 * HOUR
const HOURS = 6.5
const ARRIVES_EVERY_MS = 45_000
/** Rows that the exercise is chosen from. */
const MOST_CANDIDATES = 1000

const TRUTH_FILE = 'truth.ndjson'
const MAIL_FOLDER = 'mail'

/** The two chairs of a training office. Nobody has their password; a page takes a chair by asking for it. */
const PEOPLE: readonly { readonly login: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { login: 'supervisor', name: 'Sascha Berg', roles: ['supervisor', 'administrator'] },
  { login: 'officer', name: 'Robin Vale', roles: ['officer'] },
]
export const FIRST_CHAIR = 'officer'

export interface TrainingOptions {
  readonly simulate: typeof simulate
  readonly arrivesEveryMs: number
}
const REAL: TrainingOptions = { simulate, arrivesEveryMs: ARRIVES_EVERY_MS }

/** A day that is open. */
interface OpenDay {
  readonly record: DayRecord
  readonly engine: Engine
  readonly truth: Truth
  /** Mail to come, the next first. */
  readonly ahead: string[]
  /** Items that somebody has had on the screen. */
  readonly opened: ReadonlySet<string>
  /** Items that somebody has opened to see what lies in them. */
  readonly unsealed: ReadonlySet<string>
  unseal(item: string): void
}

export interface TrainingOffice {
  readonly day: OpenDay | null
  /** Opens the day, or lays a first one. Ready to work in when it resolves. */
  enter(): Promise<OpenDay>
  /** Lays another day and goes over to it; `null` draws a seed. */
  reset(seed: number | null): Promise<OpenDay>
  close(): Promise<void>
}

/**
 * @param base its folder, which need not be there
 * @param notify hears what a screen of the training office is told
 * @param occupied whether somebody is in: mail waits outside an empty office
 */
export function trainingOffice(base: string, notify: (notice: Notice) => void, occupied: () => boolean, options: Partial<TrainingOptions> = {}): TrainingOffice {
  const { simulate: simulated, arrivesEveryMs } = { ...REAL, ...options }
  let day: OpenDay | null = null
  let closed = false
  let turn: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  /** The day behind an engine that is open. */
  function opened({ record, engine: started, truth }: { readonly record: DayRecord; readonly engine: Engine; readonly truth: Truth }): OpenDay {
    const seen = new Set<string>()
    const engine: Engine = {
      ...started,
      looked(actor, what, subject) {
        started.looked(actor, what, subject)
        if (what !== 'item' || seen.has(subject)) return
        seen.add(subject)
        if (record.exercise.some(({ item }) => item === subject)) notify({ kind: 'changed', subjects: ['training'] })
      },
    }
    const unsealed = new Set<string>()
    const unseal = (item: string): void => {
      if (unsealed.has(item)) return
      unsealed.add(item)
      notify({ kind: 'changed', subjects: ['training'] })
    }
    const mail = join(base, record.name, MAIL_FOLDER)
    return { record, engine, truth, opened: seen, unsealed, unseal, ahead: record.mail.filter((name) => existsSync(join(mail, name))) }
  }

  async function open(record: DayRecord): Promise<OpenDay> {
    const truth = readTruth(join(base, record.name, TRUTH_FILE))
    return opened({ record, truth, engine: await engineOf(record, (notice) => notify(withTraining(notice))) })
  }

  async function engineOf(record: Pick<DayRecord, 'name' | 'key' | 'office'>, hear: (notice: Notice) => void): Promise<Engine> {
    const engine = await startEngine({
      dataFolder: join(base, record.name),
      dataKey: new Uint8Array(Buffer.from(record.key, 'hex')),
      office: record.office,
      notify: hear,
      training: true,
    })
    if (engine === null) throw new Error('The store of the training office did not open.')
    return engine
  }

  async function lay(seed: number): Promise<OpenDay> {
    const beganAt = Date.now()
    const begun = { name: newDayName(), key: randomBytes(32).toString('hex'), office: OFFICE }
    const folder = join(base, begun.name)
    mkdirSync(join(folder, MAIL_FOLDER), { recursive: true, mode: 0o700 })
    const over = Promise.withResolvers<void>()
    let laid = false
    const starting = engineOf(begun, (notice) => {
      if (laid) notify(withTraining(notice))
      else if (notice.kind === 'job' && notice.job.kind === 'import' && notice.job.status !== 'running') over.resolve()
    })
    const passwordHash = hashPassword(randomBytes(32).toString('hex'))
    try {
      const mail: SimulatedInterchange[] = []
      const truth = new Map<string, Inside>()
      for (const one of simulated({ seed, office: OFFICE, dispatches: DISPATCHES, items: ITEMS, faults: true, startsAt: beganAt - BEFORE_MS, hours: HOURS })) {
        if (one.kind === 'truth') truth.set(one.item, insideOf(one))
        else if (one.kind === 'interchange') {
          mail.push(one)
          writeFileSync(join(folder, MAIL_FOLDER, one.name), one.bytes)
        }
        // Officers of the real office go on working while a day is laid.
        if ((mail.length + truth.size) % 50 === 0) await breath()
      }
      writeTruth(join(folder, TRUTH_FILE), truth)
      mail.sort((one, other) => one.at - other.at)
      const engine = await starting
      await found(engine, seed, await passwordHash)
      const first = mail.filter(({ at }) => at <= beganAt).map(({ name }) => join(folder, MAIL_FOLDER, name))
      if (first.length > 0) {
        await engine.writer.call('import', { paths: first, map: null })
        await over.promise
      }
      for (const path of first) rmSync(path)
      const { rows } = await engine.reader.call('window', {
        filter: { where: [{ field: 'state', op: 'is', values: ['arrived'] }] },
        sort: 'newest',
        position: 0,
        limit: MOST_CANDIDATES,
      })
      const exercise = chooseExercise(
        rows.flatMap(({ item, lane, state }) => {
          const inside = truth.get(item)
          return inside === undefined ? [] : [{ item, lane, state, deserves: inside.deserves }]
        }),
        seed,
      )
      const record: DayRecord = { v: 1, ...begun, seed, beganAt, mail: mail.map(({ name }) => name), exercise: [...exercise] }
      writeDay(base, record)
      laid = true
      return opened({ record, engine, truth })
    } catch (error) {
      await starting.then((engine) => engine.close()).catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  async function enter(): Promise<OpenDay> {
    if (day !== null) return day
    const known = readDay(base)
    sweep(base, known?.name ?? null)
    // A day that does not open (its disk was full, a file is gone) is no loss: another is laid.
    day = known === null ? null : await open(known).catch(() => null)
    return day ?? (await another(randomInt(0x1_0000_0000)))
  }

  /** Lays a day and goes over to it; the one before stays whole until the new one is there. */
  async function another(seed: number): Promise<OpenDay> {
    const before = day
    day = await lay(seed)
    await before?.engine.close()
    sweep(base, day.record.name)
    notify({ kind: 'changed', subjects: ['session', 'items', 'dispatches', 'messages', 'out', 'users', 'settings', 'codes', 'rules', 'maps', 'training'] })
    return day
  }

  async function arrive(): Promise<void> {
    if (closed || day === null || !occupied()) return
    const [name] = day.ahead
    if (name === undefined) return
    const path = join(base, day.record.name, MAIL_FOLDER, name)
    await day.engine.writer.call('importFile', { path })
    day.ahead.shift()
    rmSync(path, { force: true })
    notify({ kind: 'changed', subjects: ['training'] })
  }
  // What could not be read now (the disk is full) is tried again at the next turn.
  const clock = setInterval(() => void alone(arrive).catch(() => undefined), arrivesEveryMs)
  clock.unref()

  return {
    get day() {
      return day
    },
    enter: () => alone(enter),
    reset: (seed) =>
      alone(async () => {
        await enter()
        return another(seed ?? randomInt(0x1_0000_0000))
      }),
    async close() {
      closed = true
      clearInterval(clock)
      await alone(async () => day?.engine.close())
    },
  }
}

/** What changes an item changes the exercise. */
function withTraining(notice: Notice): Notice {
  return notice.kind === 'changed' && notice.subjects.includes('items') ? { ...notice, subjects: [...notice.subjects, 'training'] } : notice
}

/** The office and the people in it. */
async function found(engine: Engine, seed: number, passwordHash: string): Promise<void> {
  const [founder] = PEOPLE
  if (founder === undefined) return
  const setting = (key: string, value: unknown) => ({ name: 'setting-set', subject: `@setting/${key}`, args: { value } })
  const { rejection } = await engine.writer.call('office', {
    actor: founder,
    commands: [
      { name: 'office-open', subject: '@office', args: { office: OFFICE, zone: zoneOfPlace(OFFICE) ?? 'UTC', name: null } },
      ...PEOPLE.map(({ login, name, roles }) => ({ name: 'user-add', subject: `@user/${login}`, args: { login, name, roles: [...roles], passwordHash } })),
      // From the seed, so that the same day draws the same items at random.
      setting(SHARE_KEY, createHash('sha256').update(`training ${seed}`).digest('hex')),
    ],
  })
  if (rejection !== null) throw new Error(rejection.text)
}
