import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { MYSELF } from '../../../shared/domain/built-in-views.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckInput, TextInput } from '../../components/fields.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.tsx'
import { useWords } from '../../i18n/text.tsx'
import { CHOICES, CONDITION_FIELDS, TABLES, UPPER_CASE, YES_NO, type YesNoField } from './condition-fields.ts'
import type { Clause, ItemField } from './filter-address.ts'
import { useValueName } from './value-name.ts'

/** “+ Condition”: the fields that the sentence does not speak of yet. */
export function FieldMenu({ used, onChoose }: { readonly used: readonly Clause[]; readonly onChoose: (field: ItemField) => void }) {
  const words = useWords()
  const free = CONDITION_FIELDS.filter((field) => !used.some((clause) => clause.field === field && clause.op === 'is'))
  return (
    <MenuTrigger>
      <AriaButton className="chip add" aria-label={words('worklist.condition.add')}>
        <Plus className="i-s" aria-hidden />
        {words('worklist.condition')}
      </AriaButton>
      <Menu label={words('worklist.condition.add')} placement="bottom start">
        {free.map((field) => (
          <MenuItem key={field} id={field} onAction={() => onChoose(field)}>
            {words(`field.${field}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}

interface EditorProps {
  readonly clause: Clause
  readonly onApply: (clause: Clause) => void
}

/** A new condition, in a small window. */
export function ConditionEditor({ clause, onApply, onClose }: EditorProps & { readonly onClose: () => void }) {
  const words = useWords()
  const [draft, setDraft] = useState<Clause>(clause)
  return (
    <Dialog
      title={words(`field.${clause.field}`)}
      onClose={onClose}
      submit={{ label: words('worklist.condition.apply'), run: () => onApply(draft), disabled: draft.values.length === 0 }}
    >
      <Values clause={draft} onChange={setDraft} />
    </Dialog>
  )
}

/** The same where the condition stands, in its popover. */
ConditionEditor.Body = function ConditionBody({ clause, onApply }: EditorProps) {
  const words = useWords()
  const [draft, setDraft] = useState<Clause>(clause)
  const send = (event: FormEvent) => {
    event.preventDefault()
    onApply(draft)
  }
  return (
    <form className="stack" onSubmit={send}>
      <Values clause={draft} onChange={setDraft} />
      <Button type="submit" look="primary" size="small">
        {words('worklist.condition.apply')}
      </Button>
    </form>
  )
}

const isPerson = (field: ItemField): boolean => field === 'assignee' || field === 'examiner'

function Values({ clause, onChange }: { readonly clause: Clause; readonly onChange: (clause: Clause) => void }) {
  const words = useWords()
  const name = useValueName()
  const { codes } = useCodeTable(TABLES[clause.field] ?? 'mail-class')
  const rules = useDesk('rules.list', {}, { enabled: clause.field === 'rule' }).data?.rules ?? []
  const users = useDesk('users.list', {}, { enabled: isPerson(clause.field) }).data?.users ?? []
  const setValues = (values: readonly string[]) => onChange({ ...clause, values: [...values] })

  if ((YES_NO as readonly string[]).includes(clause.field)) {
    const field = clause.field as YesNoField
    return (
      <div className="condition-choices">
        {(['true', 'false'] as const).map((value) => (
          <label key={value} className="check">
            <input type="radio" name="truth" checked={clause.values[0] === value} onChange={() => setValues([value])} />
            {words(`choice.${field}.${value === 'true' ? 'yes' : 'no'}`)}
          </label>
        ))}
      </div>
    )
  }
  const known =
    CHOICES[clause.field] ??
    (TABLES[clause.field] !== undefined && codes.length > 0
      ? codes.map((row) => row.code)
      : clause.field === 'rule'
        ? rules.map((rule) => rule.id)
        : isPerson(clause.field)
          ? [MYSELF, ...users.map((user) => user.login)]
          : null)
  return (
    <>
      {known === null ? (
        <TypedValues clause={clause} setValues={setValues} />
      ) : (
        <div className="condition-choices">
          {[...new Set([...known, ...clause.values])].map((value, at) => (
            <CheckInput
              key={value}
              label={name(clause.field, value)}
              checked={clause.values.includes(value)}
              autoFocus={at === 0}
              onChange={(on) => setValues(on ? [...clause.values, value] : clause.values.filter((one) => one !== value))}
            />
          ))}
        </div>
      )}
      <CheckInput label={words('worklist.condition.not')} checked={clause.op === 'not'} onChange={(not) => onChange({ ...clause, op: not ? 'not' : 'is' })} />
    </>
  )
}

function TypedValues({ clause, setValues }: { readonly clause: Clause; readonly setValues: (values: readonly string[]) => void }) {
  const words = useWords()
  const [text, setText] = useState(clause.values.join(', '))
  return (
    <TextInput
      label={words(`field.${clause.field}`)}
      hint={words('worklist.condition.values')}
      value={text}
      mono
      autoFocus
      onChange={(typed) => {
        const next = UPPER_CASE.has(clause.field) ? typed.toUpperCase() : typed
        setText(next)
        setValues(
          next
            .split(',')
            .map((value) => value.trim())
            .filter((value) => value !== ''),
        )
      }}
    />
  )
}
