import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import type { CodeRow } from '../../app/codes.ts'
import { labelOf } from '../../app/codes.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, TextArea, TextInput } from '../../components/fields.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, ErrorState, useErrorText } from '../../components/states.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWordFor, useWords } from '../../i18n/text.tsx'
import { Confirm } from './confirm.tsx'

export function CodeTables({ may }: { readonly may: boolean }) {
  const words = useWords()
  const wordFor = useWordFor()
  const { count } = useFormats()
  const tables = useDesk('codes.list', { table: null })
  const [chosen, setChosen] = useState<string | null>(null)
  if (tables.isError) return <ErrorState error={tables.error} retry={() => void tables.refetch()} />
  if (tables.data === undefined) return <Bones lines={10} />
  const table = chosen ?? tables.data.tables[0]?.table ?? null
  return (
    <div className="split">
      <nav className="split-list" aria-label={words('codes.tables')}>
        {tables.data.tables.map((one) => (
          <button key={one.table} type="button" className="split-item" aria-current={one.table === table || undefined} onClick={() => setChosen(one.table)}>
            {wordFor('table', one.table)}
            <span className="muted small">{count(one.count)}</span>
          </button>
        ))}
      </nav>
      {table === null ? null : <Codes key={table} table={table} may={may} />}
    </div>
  )
}

function Codes({ table, may }: { readonly table: string; readonly may: boolean }) {
  const words = useWords()
  const { locale } = useIntl()
  const query = useDesk('codes.list', { table })
  const [filter, setFilter] = useState('')
  const [edited, setEdited] = useState<CodeRow | 'new' | null>(null)
  const [removed, setRemoved] = useState<CodeRow | null>(null)
  const remove = useDeskCall('codes.remove')
  const wanted = filter.trim().toLowerCase()
  const rows = (query.data?.codes ?? []).filter(
    (row) => row.table === table && (wanted === '' || row.code.toLowerCase().includes(wanted) || labelOf(row, locale).toLowerCase().includes(wanted)),
  )
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  return (
    <div className="out">
      <div className="out-head">
        <input
          className="input filter"
          type="search"
          aria-label={words('codes.search')}
          placeholder={words('codes.search')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className="muted small" role="status">
          {words('codes.count', { count: rows.length })}
        </span>
        <span className="grow" />
        {may ? (
          <Button onPress={() => setEdited('new')}>
            <Plus className="i" aria-hidden />
            {words('codes.add')}
          </Button>
        ) : null}
      </div>
      <div className="out-list">
        {query.data === undefined ? (
          <Bones lines={10} />
        ) : rows.length === 0 ? (
          <p className="sec muted">{words('codes.empty')}</p>
        ) : (
          <VirtualTable
            label={table}
            rows={rows}
            rowKey={(row) => row.code}
            onOpen={may ? setEdited : null}
            more={null}
            columns={[
              {
                id: 'code',
                name: words('codes.code'),
                width: 'minmax(120px, 220px)',
                opens: true,
                cell: (row) => <bdi className={row.active ? 'mono' : 'mono struck'}>{row.code}</bdi>,
              },
              { id: 'label', name: words('codes.label'), width: 'minmax(200px, 2fr)', cell: (row) => labelOf(row, locale) },
              {
                id: 'extra',
                name: words('codes.extra'),
                width: 'minmax(120px, 1fr)',
                cell: (row) => (
                  <span className="muted small">
                    {Object.entries(row.extra)
                      .filter(([, value]) => value !== '')
                      .map(([name, value]) => `${name} ${value}`)
                      .join(' · ')}
                  </span>
                ),
              },
              { id: 'origin', name: words('codes.source'), width: '110px', cell: (row) => <Pill>{words(row.builtIn ? 'codes.builtIn' : 'codes.own')}</Pill> },
              {
                id: 'act',
                name: words('item.actions'),
                nameless: true,
                width: '84px',
                end: true,
                cell: (row) =>
                  may ? (
                    <span className="line">
                      <Button icon look="plain" size="small" aria-label={`${words('action.edit')}: ${row.code}`} onPress={() => setEdited(row)}>
                        <Pencil className="i-s" aria-hidden />
                      </Button>
                      {row.active ? (
                        <Button icon look="plain" size="small" aria-label={`${words('action.remove')}: ${row.code}`} onPress={() => setRemoved(row)}>
                          <Trash2 className="i-s" aria-hidden />
                        </Button>
                      ) : null}
                    </span>
                  ) : null,
              },
            ]}
          />
        )}
      </div>
      {edited === null ? null : <CodeDialog table={table} row={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {removed === null ? null : (
        <Confirm
          title={words('codes.remove.title', { code: removed.code })}
          text={words('codes.remove.text')}
          label={words('action.remove')}
          busy={remove.isPending}
          error={remove.error}
          run={() => remove.mutate({ table, code: removed.code }, { onSuccess: () => setRemoved(null) })}
          onClose={() => (remove.reset(), setRemoved(null))}
        />
      )}
    </div>
  )
}

const toLines = (extra: CodeRow['extra']) =>
  Object.entries(extra)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')
const fromLines = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('='))
      .filter(([name, value]) => name !== undefined && name.trim() !== '' && value !== undefined)
      .map(([name, ...value]) => [(name ?? '').trim(), value.join('=').trim()]),
  )

function CodeDialog({ table, row, onClose }: { readonly table: string; readonly row: CodeRow | null; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('codes.set')
  const [code, setCode] = useState(row?.code ?? '')
  const [label, setLabel] = useState(row?.label ?? '')
  const [fr, setFr] = useState(row?.labels['fr'] ?? '')
  const [extra, setExtra] = useState(toLines(row?.extra ?? {}))
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && text.trim() === '' ? words('field.required') : null)
  const run = () => {
    setTried(true)
    if (code.trim() === '' || label.trim() === '') return
    const { fr: _before, ...others } = row?.labels ?? {}
    call.mutate(
      { table, code: code.trim(), label: label.trim(), labels: fr.trim() === '' ? others : { ...others, fr: fr.trim() }, extra: fromLines(extra) },
      { onSuccess: onClose },
    )
  }
  return (
    <Dialog title={row === null ? words('codes.add') : row.code} lead={table} onClose={onClose} submit={{ label: words('action.save'), run, busy: call.isPending }}>
      {row === null ? <TextInput label={words('codes.code')} value={code} onChange={setCode} autoFocus mono maxLength={60} error={missing(code)} /> : null}
      <TextInput label={words('codes.label')} value={label} onChange={setLabel} autoFocus={row !== null} maxLength={500} error={missing(label)} />
      <TextInput label={words('codes.label.fr')} value={fr} onChange={setFr} maxLength={500} optional />
      <TextArea label={words('codes.extra')} hint={words('codes.extra.hint')} value={extra} onChange={setExtra} rows={3} optional />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}
