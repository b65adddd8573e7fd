import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { KeyCaps } from '../../app/key-names.tsx'
import { keyOf } from '../../app/keys.tsx'
import { usePreferences } from '../../app/preferences.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useRichWords, useWords, type TextKey } from '../../i18n/text.tsx'
import { countSelected, totals, type Selection } from './selection.ts'

const bold = (chunks: ReactNode[]) => <b>{chunks}</b>
const BULK: readonly CaseCommandName[] = [
  'present',
  'arrive',
  'examine',
  'hold',
  'request-info',
  'release',
  'target',
  'untarget',
  'flag',
  'note',
  'assign',
  'refuse',
  'detain',
  'transfer',
]

/** The line below the grid: the selection with its totals and what can be done with it, else the keys. */
export function StatusLine({ selection, onClear, onAct }: { readonly selection: Selection; readonly onClear: () => void; readonly onAct: (name: CaseCommandName) => void }) {
  const words = useWords()
  const rich = useRichWords()
  const { amount, weight } = useFormats()
  const count = countSelected(selection)
  if (count === 0)
    return (
      <div className="statusline">
        <span className="keys">
          <Hint labels={['key.next', 'key.previous']} text={words('worklist.keys.move')} />
          <Hint labels={['key.select']} text={words('worklist.keys.select')} />
          <Hint labels={['key.peek']} text={words('worklist.keys.peek')} />
          <Hint labels={['command.palette']} text={words('worklist.keys.palette')} />
          <Hint labels={['keys.help']} text={words('worklist.keys.keys')} />
        </span>
      </div>
    )
  const sums = selection.kind === 'rows' ? totals(selection.rows.values()) : null
  return (
    <div className="statusline">
      <span role="status">{rich(selection.kind === 'all' ? 'worklist.selected.all' : 'worklist.selected', { count, b: bold })}</span>
      {sums?.value === null || sums?.value === undefined ? null : (
        <span>{rich('worklist.selected.value', { value: amount(sums.value.amount, sums.value.currency), b: bold })}</span>
      )}
      {sums?.weightKg === null || sums?.weightKg === undefined ? null : <span>{rich('worklist.selected.weight', { weight: weight(sums.weightKg), b: bold })}</span>}
      <Button icon look="plain" size="small" aria-label={words('worklist.selected.clear')} onPress={onClear}>
        <X className="i-s" aria-hidden />
      </Button>
      <span className="keys">
        <MenuTrigger>
          <Button look="primary" size="small">
            {words('worklist.bulk')}
          </Button>
          <Menu label={words('worklist.bulk')} placement="top end">
            {BULK.map((name) => (
              <MenuItem key={name} id={name} onAction={() => onAct(name)}>
                {words(`act.${name}`)}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      </span>
    </div>
  )
}

function Hint({ labels, text }: { readonly labels: readonly TextKey[]; readonly text: string }) {
  usePreferences()
  const keys = labels.flatMap((label) => keyOf(label) ?? [])
  if (keys.length === 0) return null
  return (
    <span>
      {keys.map((one) => (
        <KeyCaps key={one} keys={one} />
      ))}
      {text}
    </span>
  )
}
