import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { declareKeys, useKeys } from '../../app/keys.tsx'
import type { Action } from './action-flow.tsx'
import { caseRows, useCaseDoings } from './case-keys.ts'

interface ItemMoves {
  readonly act: (name: CaseCommandName, exact: boolean) => void
  readonly actions: readonly Action[] | null
  readonly undo: () => void
  readonly back: () => void
  readonly step: (by: 1 | -1) => void
}

const bindCase = declareKeys('item.actions', caseRows(['approve']))
const bind = declareKeys('item.actions', {
  'act.undo': ['z'],
  'key.nextItem': ['j'],
  'key.previousItem': ['k'],
  'key.back': ['Escape', 'Backspace'],
})

/** The same keys as in the worklist, for the one item on the screen. */
export function useItemKeys({ act, actions, undo, back, step }: ItemMoves): void {
  const doings = useCaseDoings(
    (name) => act(name, false),
    (name) => act(name, true),
    () => actions,
  )
  const own = bind({ 'act.undo': undo, 'key.nextItem': () => step(1), 'key.previousItem': () => step(-1), 'key.back': back })
  useKeys({ ...own, bindings: [...bindCase(doings).bindings, ...own.bindings] })
}
