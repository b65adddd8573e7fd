import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { declareKeys, useKeys } from '../../app/keys.tsx'
import type { Action } from '../item/action-flow.tsx'
import { caseRows, useCaseDoings } from '../item/case-keys.ts'
import type { GridHandle } from './grid.tsx'

interface WorklistMoves {
  readonly move: (to: Parameters<GridHandle['move']>[0]) => void
  readonly select: () => void
  readonly extend: (step: 1 | -1) => void
  readonly open: () => void
  readonly peek: () => void
  readonly act: (name: CaseCommandName, exact: boolean) => void
  /** Of the row in focus, as far as they are known. */
  readonly actions: () => readonly Action[] | null
  readonly undo: () => void
  readonly clear: () => void
  readonly copy: () => void
}

const bindMoves = declareKeys('worklist.title', {
  'key.next': ['j', 'ArrowDown'],
  'key.previous': ['k', 'ArrowUp'],
  'key.pageDown': ['PageDown'],
  'key.pageUp': ['PageUp'],
  'key.first': ['Home'],
  'key.last': ['End'],
  'key.select': ['x'],
  'key.extendDown': ['Shift+ArrowDown', 'Shift+J'],
  'key.extendUp': ['Shift+ArrowUp', 'Shift+K'],
  'key.open': ['Enter'],
  'key.peek': ['Space'],
})
const bindCase = declareKeys('worklist.title', caseRows())
const bindRest = declareKeys('worklist.title', {
  'key.copy': ['c'],
  'act.undo': ['z'],
  'worklist.selected.clear': ['Escape'],
})

/** The keys of the worklist, as UX wants them: move, select, decide, without leaving the home row. */
export function useWorklistKeys({ move, select, extend, open, peek, act, actions, undo, clear, copy }: WorklistMoves): void {
  const doings = useCaseDoings(
    (name) => act(name, false),
    (name) => act(name, true),
    actions,
  )
  const moves = bindMoves({
    'key.next': () => move('next'),
    'key.previous': () => move('previous'),
    'key.pageDown': () => move('pageDown'),
    'key.pageUp': () => move('pageUp'),
    'key.first': () => move('first'),
    'key.last': () => move('last'),
    'key.select': select,
    'key.extendDown': () => extend(1),
    'key.extendUp': () => extend(-1),
    'key.open': open,
    'key.peek': peek,
  })
  const rest = bindRest({ 'key.copy': copy, 'act.undo': undo, 'worklist.selected.clear': clear })
  // What is done to the item comes first in the palette; there, nobody looks for “next row”.
  useKeys({ title: 'worklist.title', bindings: [...bindCase(doings).bindings, ...rest.bindings, ...moves.bindings] })
}
