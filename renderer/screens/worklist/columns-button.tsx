import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { CheckInput, SelectInput } from '../../components/fields.tsx'
import { useWords } from '../../i18n/text.tsx'
import { AS_AT_FIRST, COLUMN_FACTS, MOST_FROZEN, type Arrangement } from './columns.tsx'

/** Which columns are shown, and in which order: with the mouse or by keyboard. */
export function ColumnsButton({ arrangement, onArrange }: { readonly arrangement: Arrangement; readonly onArrange: (change: (before: Arrangement) => Arrangement) => void }) {
  const words = useWords()
  const move = (id: string, step: 1 | -1) =>
    onArrange((before) => {
      const order = [...before.order]
      const at = order.indexOf(id)
      const other = order[at + step]
      if (other === undefined) return before
      order[at + step] = id
      order[at] = other
      return { ...before, order }
    })
  return (
    <DialogTrigger>
      <Button icon look="plain" size="small" aria-label={words('columns.title')}>
        <Columns3 className="i" aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaDialog className="columns-list" aria-label={words('columns.title')}>
          {arrangement.order.map((id, at) => {
            const facts = COLUMN_FACTS[id]
            if (facts === undefined) return null
            const name = words(facts.name)
            return (
              <div key={id} className="columns-line">
                <CheckInput
                  label={name}
                  checked={arrangement.visible[id] !== false}
                  disabled={id === 'item'}
                  onChange={(shown) => onArrange((before) => ({ ...before, visible: { ...before.visible, [id]: shown } }))}
                />
                <span className="line">
                  <Button icon look="plain" size="small" isDisabled={at === 0} aria-label={words('columns.up', { name })} onPress={() => move(id, -1)}>
                    <ArrowUp className="i-s" aria-hidden />
                  </Button>
                  <Button icon look="plain" size="small" isDisabled={at === arrangement.order.length - 1} aria-label={words('columns.down', { name })} onPress={() => move(id, 1)}>
                    <ArrowDown className="i-s" aria-hidden />
                  </Button>
                </span>
              </div>
            )
          })}
          <SelectInput
            label={words('columns.frozen')}
            value={String(arrangement.frozen)}
            onChange={(frozen) => onArrange((before) => ({ ...before, frozen: Number(frozen) }))}
            choices={Array.from({ length: MOST_FROZEN + 1 }, (_, count) => ({ value: String(count), label: words('columns.frozen.count', { count }) }))}
          />
          <Button look="plain" size="small" onPress={() => onArrange(() => AS_AT_FIRST)}>
            {words('columns.reset')}
          </Button>
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  )
}
