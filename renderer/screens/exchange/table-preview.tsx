/** What the columns of a table hold: said once for a sender, with the file's own cells beside it. */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import { useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, SelectInput, TextInput } from '../../components/fields.tsx'
import { Bones, useErrorText } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { usePlace } from '../../i18n/place.ts'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { useMayRemember } from './may-remember.ts'
import type { AskedTable } from './tables-asked.ts'

type Preview = Output<'exchange.previewTable'>
type Mapping = Input<'exchange.tryTable'>['mapping']
const GROUPS = ['item', 'piece', 'sender', 'addressee', 'list'] as const
/** While somebody is choosing, the file is not read at each stroke. */
const QUIET_MS = 350

export function TablePreview({ table, more, onClose, onRead }: { readonly table: AskedTable; readonly more: number; readonly onClose: () => void; readonly onRead: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const said = useSaid()
  const look = useDeskCall('exchange.previewTable')
  const { mutate } = look
  const [place, setPlace] = useState<{ readonly sheet: number | null; readonly heading: number | null }>({ sheet: null, heading: null })
  useEffect(() => mutate({ path: table.path, ...place }), [mutate, table.path, place])
  const preview = look.data
  if (preview === undefined || preview.problem !== null)
    return (
      <Dialog title={words('table.title')} lead={<bdi>{table.name}</bdi>} onClose={onClose} wide>
        {look.isError ? <FieldError text={errorText(look.error)} /> : preview?.problem ? <FieldError text={said('finding', preview.problem)} /> : <Bones lines={8} />}
      </Dialog>
    )
  return (
    <Columns
      key={`${preview.sheet} ${preview.heading}`}
      table={table}
      preview={preview}
      more={more}
      onSheet={(sheet) => setPlace({ sheet, heading: null })}
      onHeading={(heading) => setPlace({ sheet: preview.sheet, heading })}
      onClose={onClose}
      onRead={onRead}
    />
  )
}

function Columns({
  table,
  preview,
  more,
  onSheet,
  onHeading,
  onClose,
  onRead,
}: {
  readonly table: AskedTable
  readonly preview: Preview
  readonly more: number
  readonly onSheet: (sheet: number) => void
  readonly onHeading: (heading: number) => void
  readonly onClose: () => void
  readonly onRead: () => void
}) {
  const words = useWords()
  const errorText = useErrorText()
  const { count } = useFormats()
  const may = useMayRemember()
  const remember = useDeskCall('exchange.rememberTable')
  const [meanings, setMeanings] = useState<readonly (string | null)[]>(() => preview.columns.map(({ suggestion }) => suggestion))
  const [sender, setSender] = useState(preview.known?.sender ?? '')
  const [decimal, setDecimal] = useState<Mapping['decimal']>('either')
  const [dates, setDates] = useState<Mapping['dates']>('day-first')
  const [currency, setCurrency] = useState('')
  const [tried, setTried] = useState(false)

  const missing = preview.meanings.filter(({ key, required }) => required && !meanings.includes(key))
  const money = preview.meanings.some(({ key, money: isMoney }) => isMoney && meanings.includes(key))
  const asksCurrency = money && !meanings.includes('currency')
  const currencyWrong = asksCurrency && currency !== '' && !/^[A-Z]{3}$/.test(currency)
  const twice = (at: number) => meanings[at] !== null && meanings.indexOf(meanings[at] ?? null) !== at
  const mapping: Mapping = {
    sheet: preview.sheet,
    heading: preview.heading,
    sender: sender.trim() === '' ? null : sender.trim(),
    decimal,
    dates,
    currency: asksCurrency && currency !== '' && !currencyWrong ? currency : null,
    columns: preview.columns.map(({ index }, at) => ({ index, meaning: meanings[at] ?? null })),
  }
  const sound = missing.length === 0 && !currencyWrong && meanings.every((_, at) => !twice(at))
  const trial = useTrial(table.path, mapping, sound)
  const set = (at: number, key: string) => setMeanings((before) => before.map((one, index) => (index === at ? (key === '' ? null : key) : one)))
  const submit = () => {
    setTried(true)
    if (!sound || sender.trim() === '') return
    void remember.mutateAsync({ path: table.path, mapping }).then(onRead, () => {})
  }
  return (
    <Dialog
      wide
      title={words('table.title')}
      lead={
        <>
          <bdi>{table.name}</bdi>
          {more === 0 ? null : ` · ${words('table.more', { count: more })}`}
        </>
      }
      onClose={onClose}
      submit={{ label: words('table.remember'), run: submit, busy: remember.isPending, disabled: !may }}
      footer={
        <>
          <Button onPress={onRead}>{words(preview.known === null ? 'table.aside' : 'table.asItIs')}</Button>
          <span className="grow" />
        </>
      }
    >
      <p className="muted">{words(may ? 'table.lead' : 'table.lead.administrator')}</p>
      <div className="form-two">
        <TextInput
          label={words('table.sender')}
          hint={words('table.sender.hint')}
          value={sender}
          onChange={setSender}
          mono
          maxLength={35}
          autoFocus
          error={tried && sender.trim() === '' ? words('field.required') : null}
        />
        {preview.sheets.length < 2 ? null : (
          <SelectInput
            label={words('table.sheet')}
            value={String(preview.sheet)}
            onChange={(value) => onSheet(Number(value))}
            choices={preview.sheets.filter(({ hidden, empty }) => !hidden && !empty).map(({ index, name }) => ({ value: String(index), label: name }))}
          />
        )}
        <SelectInput
          label={words('table.heading')}
          value={String(preview.heading)}
          onChange={(value) => onHeading(Number(value))}
          choices={preview.headings.map(({ index, row, text }) => ({ value: String(index), label: words('table.heading.row', { row, text }) }))}
        />
        <SelectInput
          label={words('table.decimal')}
          value={decimal}
          onChange={(value) => setDecimal(value === 'point' || value === 'comma' ? value : 'either')}
          choices={(['either', 'point', 'comma'] as const).map((value) => ({ value, label: words(`table.decimal.${value}`) }))}
        />
        <SelectInput
          label={words('table.dates')}
          value={dates}
          onChange={(value) => setDates(value === 'month-first' ? value : 'day-first')}
          choices={(['day-first', 'month-first'] as const).map((value) => ({ value, label: words(`table.dates.${value}`) }))}
        />
        {asksCurrency ? (
          <TextInput
            label={words('table.currency')}
            hint={words('table.currency.hint')}
            value={currency}
            onChange={(value) => setCurrency(value.toUpperCase())}
            mono
            maxLength={3}
            error={currencyWrong ? words('table.currency.wrong') : null}
          />
        ) : null}
      </div>
      <div className="table-columns" tabIndex={0} role="region" aria-label={words('table.columns')}>
        <table className="table">
          <thead>
            <tr>
              <th>{words('table.col.heading')}</th>
              <th>{words('table.col.samples')}</th>
              <th>{words('table.col.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.columns.map(({ index, heading, samples, fault }, at) => (
              <tr key={index}>
                <td className="strong">
                  <bdi>{heading === '' ? words('table.column', { number: index + 1 }) : heading}</bdi>
                </td>
                <td className="mono small muted samples">
                  {samples.map((sample, line) => (
                    <span key={line} className="sample">
                      <bdi>{sample}</bdi>
                    </span>
                  ))}
                </td>
                <td>
                  {fault === null ? (
                    <MeaningSelect
                      label={words('table.meaning', { heading: heading === '' ? String(index + 1) : heading })}
                      meanings={preview.meanings}
                      value={meanings[at] ?? ''}
                      onChange={(key) => set(at, key)}
                      wrong={twice(at)}
                    />
                  ) : (
                    <span className="muted small">{words(`table.fault.${fault}`)}</span>
                  )}
                  {twice(at) ? <FieldError text={words('table.twice')} /> : null}
                  <Faults trial={trial} index={index} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div role="status" className="trial">
        {missing.length > 0 ? (
          <span className="line open">
            <CircleAlert className="i" aria-hidden />
            {words('table.missing', { fields: missing.map(({ key }) => words(`meaning.${key}` as 'meaning.item')).join(', ') })}
          </span>
        ) : trial === null ? (
          <span className="muted">{words('table.trying')}</span>
        ) : (
          <span className={trial.items > 0 ? 'line go' : 'line open'}>
            {trial.items > 0 ? <CircleCheck className="i" aria-hidden /> : <CircleAlert className="i" aria-hidden />}
            {words('table.items', { count: trial.items, shown: count(trial.items) })}
          </span>
        )}
      </div>
      {remember.isError ? <FieldError text={errorText(remember.error)} /> : null}
    </Dialog>
  )
}

function MeaningSelect({
  label,
  meanings,
  value,
  onChange,
  wrong,
}: {
  readonly label: string
  readonly meanings: Preview['meanings']
  readonly value: string
  readonly onChange: (key: string) => void
  readonly wrong: boolean
}) {
  const words = useWords()
  return (
    <select className="input" aria-label={label} aria-invalid={wrong || undefined} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{words('table.ignore')}</option>
      {GROUPS.map((group) => (
        <optgroup key={group} label={words(`table.group.${group}`)}>
          {meanings
            .filter((meaning) => meaning.group === group)
            .map(({ key, required }) => (
              <option key={key} value={key}>
                {words(`meaning.${key}` as 'meaning.item')}
                {required ? ` · ${words('table.required')}` : ''}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}

type Trial = Output<'exchange.tryTable'>

function Faults({ trial, index }: { readonly trial: Trial | null; readonly index: number }) {
  const words = useWords()
  const said = useSaid()
  const place = usePlace()
  return (
    <>
      {trial?.columns
        .filter((one) => one.index === index)
        .slice(0, 2)
        .map((one) => (
          <FieldError key={one.said.code} text={`${said('finding', one.said)} ${words('table.times', { count: one.count, where: place(one.where.split(',')[0] ?? '') })}`} />
        ))}
    </>
  )
}

/** Reads the file by the mapping as it stands, a moment after the last change; `null` until it answered. */
function useTrial(path: string, mapping: Mapping, sound: boolean): Trial | null {
  const { mutate, data, reset, isPending } = useDeskCall('exchange.tryTable')
  const key = JSON.stringify(mapping)
  useEffect(() => {
    if (!sound) {
      reset()
      return
    }
    const timer = setTimeout(() => mutate({ path, mapping: JSON.parse(key) as Mapping }), QUIET_MS)
    return () => clearTimeout(timer)
  }, [mutate, reset, path, key, sound])
  return sound && !isPending ? (data ?? null) : null
}
