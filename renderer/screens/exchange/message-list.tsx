import { useInfiniteQuery } from '@tanstack/react-query'
import { FileInput, PackageCheck } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { MessageStatus } from '../../../shared/domain/codes.ts'
import { useClient, useDesk } from '../../app/desk.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CopyButton } from '../../components/identifier.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type Words } from '../../i18n/text.tsx'
import { FindingTable } from './finding-table.tsx'

type MessageRow = Output<'exchange.messages'>['rows'][number]
export const STATUS_TONE: Readonly<Record<MessageStatus, string>> = { accepted: 'go', 'accepted-with-findings': 'doc', 'set-aside': 'open', duplicate: '' }

/** The last part of a path: what a person calls the file. */
export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

const CONTENT = ['dispatches', 'receptacles', 'items', 'events'] as const
const contentOf = (row: MessageRow, words: Words): string =>
  CONTENT.filter((kind) => row[kind] > 0)
    .map((kind) => words(`exchange.content.${kind}`, { count: row[kind] }))
    .join(' · ') || '—'

export function MessageList({ status }: { readonly status: MessageStatus | null }) {
  const words = useWords()
  const client = useClient()
  const { moment } = useFormats()
  const [open, setOpen] = useState<MessageRow | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['messages', 'exchange.messages', status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('exchange.messages', { status, limit: 200, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={10} />
  if (rows.length === 0)
    return status === null ? (
      <EmptyState Icon={FileInput} title={words('exchange.in.empty')} actions={<span className="small muted">{words('exchange.drop.hint')}</span>}>
        {words('exchange.in.empty.text')}
      </EmptyState>
    ) : (
      <EmptyState Icon={PackageCheck} title={words('exchange.aside.empty')}>
        {words('exchange.aside.empty.text')}
      </EmptyState>
    )
  return (
    <>
      <VirtualTable
        label={words(status === null ? 'exchange.tab.in' : 'exchange.tab.aside')}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={setOpen}
        more={query.hasNextPage ? () => void query.fetchNextPage() : null}
        columns={[
          { id: 'file', name: words('exchange.col.file'), width: 'minmax(230px, 1.2fr)', cell: (row) => <span title={row.file}>{fileName(row.file)}</span>, opens: true },
          { id: 'type', name: words('exchange.col.type'), width: '110px', cell: (row) => (row.type === null ? '—' : row.type) },
          { id: 'reference', name: words('exchange.col.reference'), width: 'minmax(120px, 1fr)', cell: (row) => <bdi className="mono">{row.reference ?? '—'}</bdi> },
          { id: 'sender', name: words('exchange.col.sender'), width: '110px', cell: (row) => <bdi className="mono">{row.sender ?? '—'}</bdi> },
          {
            id: 'status',
            name: words('exchange.col.status'),
            width: '200px',
            cell: (row) => (
              <>
                <Pill tone={STATUS_TONE[row.status]}>{words(`message.${row.status}`)}</Pill>
                {row.function === 'original' ? null : <Pill>{words(`function.${row.function}`)}</Pill>}
              </>
            ),
          },
          { id: 'content', name: words('exchange.col.content'), width: 'minmax(220px, 1.6fr)', cell: (row) => contentOf(row, words) },
          {
            id: 'findings',
            name: words('exchange.col.findings'),
            width: '90px',
            end: true,
            cell: (row) => <span className={row.findings > 0 ? 'strong' : 'muted'}>{words('word.count', { count: row.findings })}</span>,
          },
          { id: 'received', name: words('exchange.col.received'), width: '150px', cell: (row) => <span className="muted">{moment(row.receivedAt)}</span> },
        ]}
      />
      {open === null ? null : <MessageDialog row={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function MessageDialog({ row, onClose }: { readonly row: MessageRow; readonly onClose: () => void }) {
  const words = useWords()
  const { moment } = useFormats()
  const query = useDesk('exchange.message', { id: row.id })
  const facts: readonly (readonly [string, string | null])[] = [
    [words('exchange.col.type'), [row.type, row.version].filter((one) => one !== null).join(' ')],
    [words('exchange.message.function'), words(`function.${row.function}`)],
    [words('exchange.col.sender'), row.sender],
    [words('exchange.message.prepared'), row.prepared === null ? null : moment(row.prepared)],
    [words('exchange.message.map'), row.map],
    [words('exchange.message.supersedes'), row.supersedes],
    [words('exchange.message.supersededBy'), row.supersededBy],
    [words('exchange.col.file'), row.file],
  ]
  return (
    <Dialog wide title={row.reference === null ? fileName(row.file) : words('exchange.message', { reference: row.reference })} onClose={onClose}>
      <div className="line wrap">
        <Pill tone={STATUS_TONE[row.status]}>{words(`message.${row.status}`)}</Pill>
        <span className="muted small">{contentOf(row, words)}</span>
      </div>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        <dt>{words('exchange.message.sha')}</dt>
        <dd className="line">
          <bdi className="mono small">{row.sha256}</bdi>
          <CopyButton text={row.sha256} label={words('action.copy')} />
        </dd>
      </dl>
      {query.isError ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Bones lines={5} />
      ) : query.data === null ? null : (
        <>
          <h3 className="field-label">{words('exchange.message.findings')}</h3>
          {query.data.findings.length === 0 ? <p className="muted">{words('exchange.message.clean')}</p> : <FindingTable findings={query.data.findings} />}
          {query.data.excerpt === '' ? null : (
            <>
              <h3 className="field-label">{words('exchange.message.text')}</h3>
              <pre className="excerpt" tabIndex={0}>
                {query.data.excerpt}
              </pre>
            </>
          )}
        </>
      )}
    </Dialog>
  )
}
