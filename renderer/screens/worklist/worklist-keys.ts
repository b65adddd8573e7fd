import { useKeys } from '../../app/keys.tsx'
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import type { GridHandle } from './grid.tsx'

interface WorklistMoves {
  readonly move: (to: Parameters<GridHandle['move']>[0]) => void
  readonly select: () => void
  readonly extend: (step: 1 | -1) => void
  readonly open: () => void
  readonly peek: () => void
  readonly act: (name: CaseCommandName) => void
  readonly undo: () => void
  readonly clear: () => void
  readonly copy: () => void
}

/** The keys of the worklist, as UX wants them: move, select, decide, without leaving the home row. */
export function useWorklistKeys({ move, select, extend, open, peek, act, undo, clear, copy }: WorklistMoves): void {
  useKeys({
    title: 'worklist.title',
    bindings: [
      { keys: ['j', 'ArrowDown'], label: 'key.next', run: () => move('next') },
      { keys: ['k', 'ArrowUp'], label: 'key.previous', run: () => move('previous') },
      { keys: ['PageDown'], label: 'key.pageDown', run: () => move('pageDown') },
      { keys: ['PageUp'], label: 'key.pageUp', run: () => move('pageUp') },
      { keys: ['Home'], label: 'key.first', run: () => move('first') },
      { keys: ['End'], label: 'key.last', run: () => move('last') },
      { keys: ['x'], label: 'key.select', run: select },
      { keys: ['Shift+ArrowDown', 'Shift+J'], label: 'key.extendDown', run: () => extend(1) },
      { keys: ['Shift+ArrowUp', 'Shift+K'], label: 'key.extendUp', run: () => extend(-1) },
      { keys: ['Enter'], label: 'key.open', run: open },
      { keys: ['Space'], label: 'key.peek', run: peek },
      { keys: ['p'], label: 'act.present', run: () => act('present') },
      { keys: ['e'], label: 'act.examine', run: () => act('examine') },
      { keys: ['h'], label: 'act.hold', run: () => act('hold') },
      { keys: ['i'], label: 'act.request-info', run: () => act('request-info') },
      { keys: ['r'], label: 'act.release', run: () => act('release') },
      { keys: ['t'], label: 'act.target', run: () => act('target') },
      { keys: ['f'], label: 'act.flag', run: () => act('flag') },
      { keys: ['n'], label: 'act.note', run: () => act('note') },
      { keys: ['c'], label: 'key.copy', run: copy },
      { keys: ['z'], label: 'act.undo', run: undo },
      { keys: ['Escape'], label: 'worklist.selected.clear', run: clear },
    ],
  })
}
