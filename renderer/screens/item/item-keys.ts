import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { useKeys } from '../../app/keys.tsx'

interface ItemMoves {
  readonly act: (name: CaseCommandName) => void
  readonly undo: () => void
  readonly back: () => void
  readonly step: (by: 1 | -1) => void
}

/** The same keys as in the worklist, for the one item on the screen. */
export function useItemKeys({ act, undo, back, step }: ItemMoves): void {
  useKeys({
    title: 'item.actions',
    bindings: [
      { keys: ['p'], label: 'act.present', run: () => act('present') },
      { keys: ['e'], label: 'act.examine', run: () => act('examine') },
      { keys: ['h'], label: 'act.hold', run: () => act('hold') },
      { keys: ['i'], label: 'act.request-info', run: () => act('request-info') },
      { keys: ['r'], label: 'act.release', run: () => act('release') },
      { keys: ['a'], label: 'act.approve', run: () => act('approve') },
      { keys: ['t'], label: 'act.target', run: () => act('target') },
      { keys: ['f'], label: 'act.flag', run: () => act('flag') },
      { keys: ['n'], label: 'act.note', run: () => act('note') },
      { keys: ['z'], label: 'act.undo', run: undo },
      { keys: ['j'], label: 'key.nextItem', run: () => step(1) },
      { keys: ['k'], label: 'key.previousItem', run: () => step(-1) },
      { keys: ['Escape', 'Backspace'], label: 'key.back', run: back },
    ],
  })
}
