import { ChevronDown, Lock, Users } from 'lucide-react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import type { CaseCommandName, Lane } from '../../../shared/domain/codes.ts'
import { KeyCaps } from '../../app/key-names.tsx'
import { keyOf } from '../../app/keys.tsx'
import { usePreferences } from '../../app/preferences.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.tsx'
import { useSaid, useWords, type TextKey } from '../../i18n/text.tsx'
import type { Action } from './action-flow.tsx'
import { keyLabelOf } from './case-keys.ts'
import { GRAVE, MAIN_ACTIONS, MORE_ACTIONS } from './action-forms.ts'

interface BarProps {
  readonly actions: readonly Action[]
  readonly lane: Lane
  /** The result since the last order of an examination. */
  readonly result: string | null
  readonly onAct: (name: CaseCommandName) => void
}

/** What the lane asks for, first things first: the button that stands out. */
const LIKELY: Readonly<Record<Lane, readonly CaseCommandName[]>> = {
  green: ['release'],
  yellow: ['record', 'release', 'present'],
  orange: ['record', 'present', 'examine'],
  red: ['record', 'present', 'examine'],
}
/** Buttons that show even when they are not possible: their lock is how the officer learns why. */
const ALWAYS: ReadonlySet<CaseCommandName> = new Set(['present', 'examine', 'hold', 'request-info', 'release'])

/**
 * The actions of an item with their keys. One is the likely next step and stands out; those that the state or the role
 * forbids say why when pointed at or focused.
 */
export function ActionBar({ actions, lane, result, onAct }: BarProps) {
  const words = useWords()
  const said = useSaid()
  // The keys that the buttons show may be changed at any moment.
  usePreferences()
  const by = new Map(actions.map((action) => [action.name, action]))
  const main = MAIN_ACTIONS.flatMap((name) => by.get(name) ?? []).filter((action) => action.allowed || ALWAYS.has(action.name))
  const examining = by.get('record')?.allowed === true
  const shown = main.filter((action) => !(action.name === 'examine' && examining) && !(action.name === 'reopen' && !action.allowed))
  const wanted: readonly CaseCommandName[] = result === null ? LIKELY[lane] : result === 'clear' ? ['release'] : ['hold', 'record']
  const likely = wanted.find((name) => by.get(name)?.allowed === true && by.get(name)?.needsSecondPerson === false)
  const first = by.get('approve')?.allowed === true ? 'approve' : (likely ?? shown.find((action) => action.allowed)?.name)
  const more = [...(examining ? (['examine'] as const) : []), ...MORE_ACTIONS].flatMap((name) => by.get(name) ?? [])
  if (actions.every((action) => !action.allowed && action.rejection?.code === 'role')) return <p className="muted small">{words('item.actions.role')}</p>
  const why = (action: Action) => (action.rejection === null ? '' : words('item.actions.notPossible', { reason: said('reject', action.rejection) }))
  return (
    <>
      {shown.map((action) => (
        <TooltipTrigger key={action.name} delay={250} closeDelay={60} isDisabled={action.allowed && !action.needsSecondPerson}>
          <Button
            {...(action.name === first ? { look: 'primary' as const } : {})}
            keys={action.allowed ? keyOf(keyLabelOf(action.name)) : undefined}
            className={action.allowed ? '' : 'not-possible'}
            onPress={() => onAct(action.name)}
          >
            {action.allowed ? action.needsSecondPerson ? <Users className="i" aria-hidden /> : null : <Lock className="i" aria-hidden />}
            {words(action.name === 'request-info' ? 'short.request-info' : `act.${action.name}`)}
          </Button>
          <Tooltip className="tooltip" placement="top">
            {action.allowed ? words('item.actions.second') : why(action)}
          </Tooltip>
        </TooltipTrigger>
      ))}
      <MenuTrigger>
        <Button>
          {words('action.more')}
          <ChevronDown className="i" aria-hidden />
        </Button>
        <Menu label={words('action.more')} placement="top end">
          {more.map((action) => (
            <MenuItem
              key={action.name}
              id={action.name}
              danger={GRAVE.has(action.name) && action.allowed}
              isDisabled={!action.allowed}
              textValue={words(`act.${action.name}`)}
              onAction={() => onAct(action.name)}
            >
              {words(`act.${action.name}`)}
              {action.allowed ? <MenuKey label={keyLabelOf(action.name)} /> : null}
              {action.allowed || action.rejection === null ? null : <span className="end small muted clip">{said('reject', action.rejection)}</span>}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </>
  )
}

function MenuKey({ label }: { readonly label: TextKey }) {
  const keys = keyOf(label)
  return keys === undefined ? null : <KeyCaps keys={keys} />
}
