/**
 * An officer's command, from the screen to the ledger and the projections, in one transaction.
 *
 *   raw args ─► checked ─► facts captured ─► authority decides and appends ─► items, receptacles, out-tray projected
 *
 * A rejected command is stored too, with its result: asked again under the same id it answers the same.
 */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { CommandOutcome, ParsedInput } from '../../../shared/contract.ts'
import { actionsFor, decide, NO_CASE, timelineType, timelineValues, type Case, type LedgerCase } from '../../../shared/domain/case.ts'
import { isRejection, reject } from '../../../shared/domain/case/rejections.ts'
import { CASE_STATES } from '../../../shared/domain/codes.ts'
import { checkRawArgs } from '../../../shared/domain/command-args.ts'
import { kindOf, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { MAIN_POST } from '../../../shared/domain/shift.ts'
import { english } from '../../../shared/i18n/say.ts'
import type { Authority } from '../../../shared/ledger/port.ts'
import type { CaseFacts, CommandResult, LedgerCommand, LedgerEvent, Rejection } from '../../../shared/ledger/types.ts'
import type { BodyStore } from '../bodies.ts'
import type { WriteDb } from '../open.ts'
import { custodyProjector } from '../project/custody.ts'
import type { OutTray } from '../project/out-tray.ts'
import type { Projector } from '../project/projector.ts'
import type { Actor } from '../protocol.ts'
import type { Device } from './device.ts'
import type { FactsReader } from './facts-of.ts'
import { uuidv7 } from './uuid.ts'

/** A photograph or an X-ray image; above it the file belongs on a file server. */
const LARGEST_ATTACHMENT = 100 * 1024 * 1024

export type GivenCommand = ParsedInput<'act'>['commands'][number]

export interface OfficerDependencies {
  readonly db: WriteDb
  readonly bodies: BodyStore
  readonly authority: Authority
  readonly projector: Projector
  readonly outTray: OutTray
  readonly facts: FactsReader
  readonly device: Device
  readonly zone: () => string
  readonly undoMs: () => number
  readonly now: () => number
}

export interface Officers {
  /** Decides and stores one command; runs inside a transaction. */
  act(given: GivenCommand, actor: Actor): CommandOutcome
  /** What `name` would do to `item`, without doing it. */
  ask(
    name: string,
    args: Readonly<Record<string, unknown>>,
    item: string,
    actor: Actor,
  ): { readonly kind: 'accepted' | 'proposal' } | { readonly kind: 'refused'; readonly rejection: Rejection }
  actions(item: string, actor: Actor): { readonly actions: ReturnType<typeof actionsFor>; readonly seq: number }
  /** Marks an answer as sent: a ledger event like any other. */
  readonly markSent: (subject: string, sent: { readonly command: string; readonly file: string; readonly digest: string }) => CommandResult
  /** A command of administration on an `@` subject. */
  administer(name: string, subject: string, args: Readonly<Record<string, unknown>>, actor: Actor): CommandResult
  project(events: readonly LedgerEvent[]): void
}

export function officers(dependencies: OfficerDependencies): Officers {
  const { db, bodies, authority, projector, outTray, facts, device, now } = dependencies
  const custody = custodyProjector(db, authority)

  function commandOf(id: string, name: string, subject: string, args: Readonly<Record<string, unknown>>, actor: Actor, known: LedgerCommand['facts']): LedgerCommand {
    const at = now()
    return {
      id,
      device: device.id,
      incarnation: device.incarnation,
      n: authority.cursor(device.id, device.incarnation) + 1,
      name,
      v: 1,
      subject,
      actor: actor.login,
      roles: actor.roles,
      approver: null,
      at,
      zone: dependencies.zone(),
      clockOffset: 0,
      shift: authority.office().shifts.open[MAIN_POST]?.id ?? null,
      base: authority.caseOf(subject, at)?.lastSeq ?? 0,
      facts: known,
      args,
    }
  }

  function project(events: readonly LedgerEvent[]): void {
    const subjects = new Set<string>()
    const cases = new Set<string>()
    for (const event of events) {
      outTray.apply(event)
      for (const id of custody.apply(event)) cases.add(id)
      if (!event.subject.startsWith('@')) subjects.add(event.subject)
    }
    for (const subject of subjects) projector.subject(subject)
    for (const id of cases) custody.case(id)
  }

  const rowOf = db.prepare<[string], { state: number }>('SELECT state FROM item WHERE case_id = ?')
  const latestRow = db.prepare<[string, string, string], { state: number }>('SELECT state FROM item WHERE case_id >= ? AND case_id < ? AND item = ? ORDER BY first_ms DESC LIMIT 1')
  /** As every list has it: where the ledger says no more than *expected*, the post's word counts (arrived, withdrawn). */
  function shownState({ state, case: id }: CommandResult, item: string): string | null {
    // A refused command opens no case; the item has its state all the same.
    const row = state === 'expected' && id !== null ? rowOf.get(id) : state === null ? latestRow.get(`${item}#`, `${item}~~`, item) : undefined
    return row === undefined ? state : (CASE_STATES[row.state] ?? state)
  }

  function outcome(given: { readonly id: string; readonly name: string; readonly item: string }, result: CommandResult, events: readonly LedgerEvent[]): CommandOutcome {
    const rejection = result.rejection
    const last = events.findLast((event) => event.subject === given.item) ?? events.at(-1)
    const owes = events.some((event) => typeof event.data['decision'] === 'string' || Array.isArray(event.data['owes']))
    const recordedAt = last?.recordedAt ?? null
    return {
      id: given.id,
      item: given.item,
      name: given.name,
      result: result.result,
      code: rejection?.code ?? null,
      text: rejection === null ? (last === undefined ? '' : english('timeline', timelineType(last), timelineValues(last))) : english('reject', rejection.code, rejection.values),
      said: rejection === null ? null : { code: rejection.code, values: { ...rejection.values }, text: english('reject', rejection.code, rejection.values) },
      pending: false,
      seq: result.seq,
      state: shownState(result, given.item),
      undoUntil: owes && recordedAt !== null ? new Date(recordedAt + dependencies.undoMs()).toISOString() : null,
      refused: (result.members?.refused ?? []).map((one) => ({
        item: one.subject,
        said: { code: one.rejection.code, values: { ...one.rejection.values }, text: english('reject', one.rejection.code, one.rejection.values) },
      })),
    }
  }

  /** An attached file goes into the body store; the ledger keeps its digest, name, type and size. */
  function attached(args: Readonly<Record<string, unknown>>): { readonly args: Readonly<Record<string, unknown>> } | Rejection {
    const { path, ...rest } = args
    const file = String(path)
    const refused = (problem: 'large' | 'missing' | 'kind' | 'unreadable'): Rejection => reject('attachment', { file: basename(file), problem })
    try {
      const stat = statSync(file)
      // Opening a pipe would wait for its other end, and all officers with it.
      if (!stat.isFile()) return refused('kind')
      if (stat.size > LARGEST_ATTACHMENT) return refused('large')
      const steps = bodies.putFile(file)
      let next = steps.next()
      while (!next.done) next = steps.next()
      const stored = next.value
      const type = mediaType(file)
      db.prepare('INSERT OR IGNORE INTO attachment(digest, name, type, size, added_ms) VALUES (?, ?, ?, ?, ?)').run(stored.digest, basename(file), type, stored.size, now())
      return { args: { ...rest, digest: stored.digest, name: basename(file).slice(0, 255), size: stored.size, type } }
    } catch (error) {
      return refused(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable')
    }
  }

  function store(command: LedgerCommand): { result: CommandResult; events: readonly LedgerEvent[] } {
    const appended = authority.append(command)
    if (!appended.known) project(appended.events)
    return { result: appended.result, events: appended.events }
  }

  return {
    act(given, actor) {
      const subject = normaliseIdentifier(given.item)
      const id = given.id ?? uuidv7(now())
      const named = { id, name: given.name, item: subject }
      const known = given.id === undefined ? null : authority.command(given.id)
      if (known !== null) {
        const made = known.result.case === null ? [] : authority.eventsOfCase(known.result.case).filter((event) => event.command === id)
        return outcome({ id, name: known.command?.name ?? given.name, item: known.command?.subject ?? subject }, known.result, made)
      }
      // What a person may not even ask for is not a command of the ledger: only officers' commands come this way.
      const checked = checkRawArgs(given.name, given.args ?? {})
      const ready = isRejection(checked) ? checked : given.name === 'attach' ? attached(checked.args) : { args: given.args ?? {} }
      if (isRejection(ready)) {
        // A path is this machine's matter: what could not be attached never was a command of the ledger, and may be tried again.
        if (given.name === 'attach')
          return outcome(named, { id, result: 'rejected', rejection: ready, seq: null, case: null, state: authority.caseOf(subject, now())?.state ?? null, members: null }, [])
        // Stored as given, so that the same id answers the same for ever: the authority refuses it by the same check.
        const refused = store(commandOf(id, given.name, subject, given.args ?? {}, actor, null))
        if (refused.result.result === 'rejected') return outcome(named, { ...refused.result, rejection: ready }, [])
        return outcome(named, refused.result, refused.events)
      }
      // What an import has read of the item and not yet shown counts for its facts all the same.
      if (kindOf(subject) === 'item') projector.item(subject)
      const { result, events } = store(commandOf(id, given.name, subject, ready.args, actor, facts.of(subject, now())))
      return outcome(named, result, events)
    },
    ask(name, args, item, actor) {
      const subject = normaliseIdentifier(item)
      const at = now()
      const current = itemCase(authority.caseOf(subject, at), subject)
      const known: CaseFacts = facts.item(subject, at)
      const decided = decide(current, known, { id: 'preview', device: device.id, name, v: 1, subject, actor: actor.login, roles: actor.roles, at, args })
      if (isRejection(decided)) return { kind: 'refused', rejection: decided }
      return { kind: decided.events.some((event) => event.type === 'proposed') ? 'proposal' : 'accepted' }
    },
    actions(item, actor) {
      const subject = normaliseIdentifier(item)
      const at = now()
      const current = itemCase(authority.caseOf(subject, at), subject)
      return { actions: actionsFor(current, facts.item(subject, at), actor), seq: current.lastSeq }
    },
    markSent(subject, sent) {
      const id = `sent-${sent.file}`
      const known = authority.command(id)
      if (known !== null) return known.result
      const command = commandOf(id, 'mark-sent', subject, { command: sent.command, file: sent.file, digest: sent.digest }, { login: '@system', roles: [] }, null)
      return store(command).result
    },
    administer(name, subject, args, actor) {
      return store(commandOf(uuidv7(now()), name, subject, args, actor, null)).result
    },
    project,
  }
}

function itemCase(found: LedgerCase | null, subject: string): Case {
  return found?.kind === 'item' ? found : { ...NO_CASE, subject }
}

const MEDIA: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  pdf: 'application/pdf',
  txt: 'text/plain',
  dcm: 'application/dicom',
}
function mediaType(file: string): string {
  return MEDIA[file.slice(file.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}
