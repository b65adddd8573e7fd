/** The filter as a sentence: “Items that are [held] in the lane [Open or Scan], [newest first]”. */
import { ChevronDown, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button as AriaButton, Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import type { ItemFilter, ItemSort } from '../../../shared/contract.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useRichWords, useWords, type TextKey } from '../../i18n/text.tsx'
import { ConditionEditor, FieldMenu } from './condition.tsx'
import { YES_NO, type YesNoField } from './condition-fields.ts'
import { useValueName } from './value-name.ts'
import { ALL_SORTS, withClause, type Clause, type ItemField } from './filter-address.ts'

interface SentenceProps {
  readonly filter: ItemFilter
  readonly sort: ItemSort
  readonly onFilter: (filter: ItemFilter) => void
  readonly onSort: (sort: ItemSort) => void
}

export function Sentence({ filter, sort, onFilter, onSort }: SentenceProps) {
  const words = useWords()
  const rich = useRichWords()
  const [adding, setAdding] = useState<ItemField | null>(null)
  const text = filter.search
  const removeText = () => onFilter({ where: filter.where })
  return (
    <div className="sentence">
      <span>{words('worklist.items')}</span>
      {filter.where.map((clause) => (
        <ClausePart key={`${clause.field} ${clause.op}`} clause={clause} onChange={(next) => onFilter(withClause(filter, next, clause))} />
      ))}
      {text === undefined ? null : (
        <span className="sentence-part">
          {rich('sentence.search', {
            text,
            chip: (chunks) => (
              <span className="chip">
                {chunks}
                <RemoveButton text={text} onPress={removeText} />
              </span>
            ),
          })}
        </span>
      )}
      {filter.where.length < 20 ? <FieldMenu used={filter.where} onChoose={setAdding} /> : null}
      {adding === null ? null : (
        <ConditionEditor
          key={adding}
          clause={{ field: adding, op: 'is', values: [] }}
          onApply={(clause) => (setAdding(null), onFilter(withClause(filter, clause, null)))}
          onClose={() => setAdding(null)}
        />
      )}
      <MenuTrigger>
        <AriaButton className="chip add" aria-label={`${words('sort.label')}: ${words(`sort.${sort}`)}`}>
          {words(`sort.${sort}`)}
          <ChevronDown className="i-s" aria-hidden />
        </AriaButton>
        <Menu label={words('sort.label')} placement="bottom start">
          {ALL_SORTS.map((one) => (
            <MenuItem key={one} id={one} onAction={() => onSort(one)}>
              {words(`sort.${one}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {filter.where.length > 0 || text !== undefined ? (
        <Button look="plain" size="small" onPress={() => onFilter({ where: [] })}>
          {words('worklist.clear')}
        </Button>
      ) : null}
    </div>
  )
}

function RemoveButton({ text, onPress }: { readonly text: string; readonly onPress: () => void }) {
  const words = useWords()
  return (
    <AriaButton className="chip-x" aria-label={words('worklist.condition.remove', { text })} onPress={onPress}>
      <X className="i-s" aria-hidden />
    </AriaButton>
  )
}

/** A sentence with tags as plain text: its parts are strings once the tags are. */
const spokenOf = (parts: ReactNode): string => (Array.isArray(parts) ? parts.map(spokenOf).join('') : typeof parts === 'string' ? parts : '')

const isYesNo = (field: ItemField): field is YesNoField => (YES_NO as readonly string[]).includes(field)

function ClausePart({ clause, onChange }: { readonly clause: Clause; readonly onChange: (clause: Clause) => void }) {
  const words = useWords()
  const rich = useRichWords()
  const { list } = useFormats()
  const name = useValueName()
  const values = list(clause.values.map((value) => name(clause.field, value)))
  const truth = (clause.values[0] === 'true') === (clause.op === 'is') ? 'yes' : 'no'
  const key: TextKey = isYesNo(clause.field) ? `sentence.${clause.field}.${truth}` : `sentence.${clause.field}.${clause.op}`
  const spoken = spokenOf(rich(key, { values, chip: (chunks) => spokenOf(chunks) }))
  const chip = (chunks: ReactNode[]) => (
    <span className="chip">
      <DialogTrigger>
        <AriaButton className="chip-button" aria-label={words('worklist.condition.edit', { text: spoken })}>
          {chunks}
        </AriaButton>
        <Popover className="popover" placement="bottom start">
          <AriaDialog className="condition" aria-label={words(`field.${clause.field}`)}>
            {({ close }) => <ConditionEditor.Body clause={clause} onApply={(next) => (close(), onChange(next))} />}
          </AriaDialog>
        </Popover>
      </DialogTrigger>
      <RemoveButton text={spoken} onPress={() => onChange({ ...clause, values: [] })} />
    </span>
  )
  return <span className="sentence-part">{rich(key, { values, chip })}</span>
}
