import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FolderX, GraduationCap, Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { OUT_STATUSES, type OutStatus as Status } from '../../../shared/domain/codes.ts'
import { useClient, useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CopyButton, Identifier } from '../../components/identifier.tsx'
import { Bones, EmptyState, ErrorState, useErrorText } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { showToast, toastError, useSecondsLeft } from '../../components/toast.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { OutStatus, useAnswerName } from '../item/item-parts.tsx'
import { useRunAction } from '../item/run-action.ts'
import { useTraining } from '../training/training.ts'
import { fileName } from './message-list.tsx'

type OutRow = Output<'exchange.out'>['rows'][number]

/** Answers to the post: those that wait count down, those that could not be written say why. */
export function OutTray() {
  const words = useWords()
  const name = useAnswerName()
  const client = useClient()
  const errorText = useErrorText()
  const { moment } = useFormats()
  const [status, setStatus] = useState<Status | null>(null)
  const [open, setOpen] = useState<OutRow | null>(null)
  const settings = useDesk('settings.get', {}).data
  const flush = useDeskCall('exchange.flush')
  const training = useTraining()
  const query = useInfiniteQuery({
    queryKey: ['out', 'exchange.out', status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('exchange.out', { status, limit: 200, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const write = () =>
    flush.mutate(
      {},
      {
        onSuccess: ({ written, failed, waiting }) =>
          showToast({ tone: failed.length > 0 ? 'error' : 'done', text: words('exchange.out.written', { written: written.length, waiting, failed: failed.length }), undo: null }),
        onError: (cause) => toastError(errorText(cause)),
      },
    )
  return (
    <div className="out">
      <div className="out-head">
        <Tabs
          label={words('exchange.out.filter')}
          panel="out-list"
          value={status ?? 'all'}
          onChange={(id) => setStatus(OUT_STATUSES.find((one) => one === id) ?? null)}
          tabs={[{ id: 'all', label: words('exchange.filter.all') }, ...OUT_STATUSES.map((one) => ({ id: one, label: words(`out.${one}`) }))]}
        />
        <span className="grow" />
        {training ? (
          <span className="line small doc" title={words('training.out.text')}>
            <GraduationCap className="i" aria-hidden />
            {words('training.out')}
          </span>
        ) : settings !== undefined && settings.outFolder === null ? (
          <span className="line small doc">
            <FolderX className="i" aria-hidden />
            {words('exchange.out.noFolder')}
          </span>
        ) : null}
        <Button isDisabled={training || settings?.outFolder === null} isPending={flush.isPending} onPress={write}>
          <Send className="i i-flip" aria-hidden />
          {words('exchange.out.writeNow')}
        </Button>
      </div>
      <div id="out-list" role="tabpanel" aria-label={words('exchange.tab.out')} className="out-list">
        {query.isError ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Bones lines={8} />
        ) : rows.length === 0 ? (
          <EmptyState Icon={Send} title={words('exchange.out.empty')}>
            {words('exchange.out.empty.text')}
          </EmptyState>
        ) : (
          <VirtualTable
            label={words('exchange.tab.out')}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={setOpen}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            columns={[
              { id: 'item', name: words('exchange.col.item'), width: '190px', opens: true, cell: (row) => <Identifier value={row.item} /> },
              { id: 'decision', name: words('exchange.col.decision'), width: 'minmax(170px, 1fr)', cell: name },
              { id: 'type', name: words('exchange.col.type'), width: '100px', cell: (row) => row.type },
              { id: 'status', name: words('exchange.col.status'), width: '130px', cell: (row) => <OutStatus row={row} /> },
              { id: 'leaves', name: words('exchange.col.leaves'), width: 'minmax(180px, 1.2fr)', cell: (row) => <Leaves row={row} /> },
              { id: 'actor', name: words('exchange.col.actor'), width: '110px', cell: (row) => row.actor },
              { id: 'decided', name: words('exchange.col.decided'), width: '150px', cell: (row) => <span className="muted">{moment(row.decidedAt)}</span> },
            ]}
          />
        )}
      </div>
      {open === null ? null : <AnswerDialog row={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Leaves({ row }: { readonly row: OutRow }) {
  const words = useWords()
  const left = useSecondsLeft(row.status === 'waiting' ? Date.parse(row.dueAt) : null)
  const training = useTraining()
  if (training && row.status === 'waiting') return <span className="muted">{words('training.out')}</span>
  if (row.status === 'waiting') return left > 0 ? words('item.answer.leaves', { seconds: left }) : words('exchange.out.due')
  if (row.reason !== null) return <span className="open">{row.reason}</span>
  return row.file === null ? null : (
    <bdi className="mono small" title={row.file}>
      {fileName(row.file)}
    </bdi>
  )
}

function AnswerDialog({ row, onClose }: { readonly row: OutRow; readonly onClose: () => void }) {
  const words = useWords()
  const name = useAnswerName()
  const navigate = useNavigate()
  const { moment } = useFormats()
  const { run } = useRunAction()
  const query = useDesk('exchange.outText', { id: row.id })
  return (
    <Dialog
      wide
      title={name(row)}
      lead={<Identifier value={row.item} />}
      onClose={onClose}
      footer={
        <>
          <Button onPress={() => void navigate({ to: '/items/$item', params: { item: row.item } })}>{words('key.open')}</Button>
          {row.status === 'waiting' ? (
            <Button
              onPress={() => {
                void run('undo', { item: row.item }, { command: row.command })
                onClose()
              }}
            >
              <Undo2 className="i i-flip" aria-hidden />
              {words('act.undo')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="line wrap">
        <OutStatus row={row} />
        <Leaves row={row} />
        <span className="muted small">{`${row.actor} · ${moment(row.decidedAt)}`}</span>
      </div>
      {row.reason === null ? null : <p className="note-box open">{words('exchange.out.reason', { reason: row.reason })}</p>}
      <div className="line between">
        <h3 className="field-label">{words('exchange.out.text')}</h3>
        {query.data === undefined ? null : <CopyButton text={query.data.text} label={words('action.copy')} />}
      </div>
      {query.isError ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Bones lines={5} />
      ) : (
        <pre className="excerpt" tabIndex={0}>
          {query.data.text}
        </pre>
      )}
    </Dialog>
  )
}
