import { useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, ChevronDown, ChevronUp, PackageSearch } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { groupIdentifier, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { useClient, useDesk } from '../../app/desk.tsx'
import { Barcode } from '../../components/barcode.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton, Identifier } from '../../components/identifier.tsx'
import { LaneMark } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { OnTheTable } from '../training/on-the-table.tsx'
import { lastAddress, lastList, moveInLastList } from '../worklist/list-memory.ts'
import { ActionBar } from './action-bar.tsx'
import { lastResult, useActionFlow, waitingProposal } from './action-flow.tsx'
import { DeclarationFacts, DocumentList, EventTable, Parties, Referrals } from './declaration-parts.tsx'
import { DeclaredFoundTable } from './declared-found.tsx'
import { Answers, Findings, ProposalNote, StatePills, Timeline, WhereLine, WhyLane } from './item-parts.tsx'
import { useItemKeys } from './item-keys.ts'

export function ItemScreen() {
  const words = useWords()
  const client = useClient()
  const navigate = useNavigate()
  const { item: asked } = useParams({ from: '/items/$item' })
  const query = useDesk('items.get', { item: asked })
  const flow = useActionFlow()
  const item = query.data?.item ?? null
  const target = useMemo(() => (item === null ? { item: normaliseIdentifier(asked), case: asked } : { item: item.item, case: item.case }), [item, asked])
  const back = () => void navigate({ to: '/worklist', search: lastAddress() })
  const step = async (by: 1 | -1) => {
    const list = lastList()
    if (list === null || list.cursor + by < 0) return
    const window = await client.call('items.window', { ...list.view, position: list.cursor + by, limit: 1 })
    const [row] = window.rows
    if (row === undefined || window.position !== list.cursor + by) return
    moveInLastList(list.cursor + by)
    void navigate({ to: '/items/$item', params: { item: row.case }, replace: true })
  }
  useItemKeys({ act: (name, exact) => void flow.start(name, target, exact), actions: query.data?.actions ?? null, undo: flow.undo, back, step: (by) => void step(by) })
  useEffect(() => document.getElementById('main')?.focus(), [asked])

  if (query.isError && query.data === undefined) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={16} />
  if (item === null)
    return (
      <>
        <h1 className="sr">{words('item.title', { item: groupIdentifier(asked) })}</h1>
        <EmptyState
          Icon={PackageSearch}
          title={words('item.missing.title', { identifier: groupIdentifier(asked) })}
          actions={
            <>
              <Button look="primary" onPress={() => void flow.run('arrive', { item: target.item })}>
                {words('act.arrive')}
              </Button>
              <Button onPress={back}>{words('item.back')}</Button>
            </>
          }
        >
          {words('item.missing.text')}
        </EmptyState>
        {flow.dialogs}
      </>
    )
  const proposal = waitingProposal(query.data)
  return (
    <div className="item-page">
      <header className="item-head">
        <div className="stack">
          <div className="line">
            <Button icon look="plain" aria-label={words('item.back')} onPress={back}>
              <ArrowLeft className="i i-flip" aria-hidden />
            </Button>
            <h1>
              <Identifier value={item.item} />
            </h1>
            <CopyButton text={item.item} label={words('item.copy', { identifier: item.item })} />
            {lastList() === null ? null : (
              <span className="line">
                <Button icon look="plain" size="small" aria-label={words('item.previous')} onPress={() => void step(-1)}>
                  <ChevronUp className="i" aria-hidden />
                </Button>
                <Button icon look="plain" size="small" aria-label={words('item.next')} onPress={() => void step(1)}>
                  <ChevronDown className="i" aria-hidden />
                </Button>
              </span>
            )}
          </div>
          <div className="line wrap">
            <LaneMark lane={item.lane} />
            <StatePills row={item} />
          </div>
          <WhereLine row={item} />
        </div>
        <Barcode value={item.item} />
      </header>
      <div className="item-body">
        <div className="item-col" tabIndex={0} role="region" aria-label={words('item.declaredFound')}>
          {proposal === null ? null : <ProposalNote proposal={proposal} />}
          <OnTheTable item={item.item} />
          <section className="sec">
            <h2>{words('item.declaredFound')}</h2>
            <DeclaredFoundTable item={item} />
          </section>
          <section className="sec">
            <h2>{words('item.parties')}</h2>
            <Parties item={item} />
          </section>
          {item.declaration === null ? null : (
            <section className="sec">
              <h2>{words('item.declaration')}</h2>
              <DeclarationFacts declaration={item.declaration} />
            </section>
          )}
          {item.declaration === null || item.declaration.documents.length === 0 ? null : (
            <section className="sec">
              <h2>{words('item.documents')}</h2>
              <DocumentList documents={item.declaration.documents} />
            </section>
          )}
          {item.declaration === null || item.declaration.referrals.length === 0 ? null : (
            <section className="sec">
              <h2>{words('item.referrals')}</h2>
              <Referrals referrals={item.declaration.referrals} />
            </section>
          )}
          <section className="sec">
            <h2>{words('item.events')}</h2>
            <EventTable events={item.events} />
          </section>
        </div>
        <div className="item-col" tabIndex={0} role="region" aria-label={words('item.timeline')}>
          <section className="sec">
            <h2>{words('item.why')}</h2>
            <WhyLane item={item} />
          </section>
          {item.findings.length === 0 ? null : (
            <section className="sec">
              <h2>{words('item.findings')}</h2>
              <Findings findings={item.findings} />
            </section>
          )}
          <section className="sec">
            <h2>{words('item.answers')}</h2>
            <Answers item={item.item} run={flow.run} />
          </section>
          <section className="sec">
            <h2>{words('item.timeline')}</h2>
            <Timeline entries={item.timeline} full />
          </section>
        </div>
      </div>
      <div className="acts" role="group" aria-label={words('item.actions')}>
        <ActionBar lane={item.lane} result={lastResult(query.data)} actions={query.data.actions} onAct={(name) => void flow.start(name, target, true)} />
      </div>
      {flow.dialogs}
    </div>
  )
}
