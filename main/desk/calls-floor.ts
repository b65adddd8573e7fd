/** The board of dispatches and the scan station. */
import type { CommandOutcome, Output, ParsedInput } from '../../shared/contract.ts'
import { kindOf, normaliseIdentifier } from '../../shared/domain/identifiers.ts'
import { commandOf, verdictOf, type ScanFacts } from '../../shared/domain/scan-verdict.ts'
import type { CallContext, Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'

export const floorCalls: Handlers<'floor.board' | 'floor.dispatch' | 'floor.receptacle' | 'floor.scan' | 'floor.locate' | 'floor.waiting'> = {
  'floor.board': ({ engine }, input) => engine().reader.call('board', input),
  'floor.dispatch': ({ engine }, input) => engine().reader.call('boardDispatch', input),
  'floor.receptacle': ({ engine }, input) => engine().reader.call('boardReceptacle', input),
  'floor.scan': scan,
  'floor.locate': ({ engine }, input) => engine().reader.call('locate', input),
  'floor.waiting': ({ engine }) => engine().reader.call('toLocate', {}),
}

/** Looks, records, looks again: what a scan says of an item is what was known before it lay in somebody's hand. */
async function scan({ engine, actor }: CallContext, { id, identifier: given, mode, receptacle }: ParsedInput<'floor.scan'>): Promise<Output<'floor.scan'>> {
  const desk = engine()
  const identifier = normaliseIdentifier(given)
  const login = actor?.login ?? null
  const open = receptacle === null || kindOf(receptacle) !== 'receptacle' ? null : normaliseIdentifier(receptacle)
  const before = await desk.reader.call('scanned', { identifier, actor: login, at: Date.now() })
  if (login !== null) desk.looked(login, 'scan', identifier)
  const command = commandOf(mode, before.kind)
  // What cannot be an identifier of anything is no subject of a command: a torn scan records nothing.
  const outcome = command === null || identifier === '' || (before.kind === 'other' && !before.known) ? null : await record()
  const after = outcome === null || outcome.result === 'rejected' ? before : await desk.reader.call('scanned', { identifier, actor: login, at: Date.now() })
  const verdict = verdictOf({ ...factsOf(before), mode, open, recorded: recordedAs(outcome) })
  const shown = after.kind === 'receptacle' ? identifier : open
  return {
    id,
    identifier,
    kind: before.kind,
    headline: verdict.headline,
    tone: verdict.tone,
    warning: verdict.warning,
    notes: verdict.notes.map((note) => ({ ...note, values: { ...note.values } })),
    reason: outcome?.result === 'rejected' && outcome.code !== 'already' && outcome.code !== 'closed' && outcome.said !== null ? outcome.said : after.reason,
    item: after.row,
    receptacle: shown === null ? null : await desk.reader.call('openReceptacle', { receptacle: shown }),
    recorded: outcome?.result === 'accepted',
  }

  function factsOf({ kind, sound, known, destination, item, bag }: typeof before): Omit<ScanFacts, 'mode' | 'open' | 'recorded'> {
    return { kind, sound, known, office: desk.office().office ?? '', destination, item, receptacle: bag }
  }
  async function record(): Promise<CommandOutcome> {
    if (actor === null) throw new DeskFailure('signed-out')
    const args = open === null || before.kind === 'receptacle' ? {} : { receptacle: open }
    const [done] = await desk.writer.call('act', { commands: [{ id, name: command ?? '', item: identifier, args }], actor })
    if (done === undefined) throw new Error('The writer gave no outcome for a scan')
    return done
  }
}

function recordedAs(outcome: CommandOutcome | null): ScanFacts['recorded'] {
  if (outcome === null) return null
  if (outcome.result === 'accepted') return 'accepted'
  return outcome.code === 'already' ? 'already' : { refused: outcome.code ?? '' }
}
