/** The item in focus, explained beside the list: what was declared and found, why this lane, what happened, what can be done. */
import { Maximize2, ScanBarcode, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { keepPreviousData } from '@tanstack/react-query'
import type { ItemRow } from '../../../shared/contract.ts'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton, Identifier } from '../../components/identifier.tsx'
import { LaneMark } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { OnTheTable } from '../training/on-the-table.tsx'
import { ActionBar } from './action-bar.tsx'
import { lastResult, waitingProposal, type ActionFlow } from './action-flow.tsx'
import { DeclaredFoundPanel } from './declared-found.tsx'
import { Answers, Findings, ProposalNote, StatePills, Timeline, WhereLine, WhyLane } from './item-parts.tsx'

const SETTLE_MS = 60

/** The row as it was a moment ago: while one runs down the list, only where one stops is asked for. */
function useSettledRow(row: ItemRow | null): ItemRow | null {
  const [settled, setSettled] = useState(row)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(row), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [row])
  return settled
}

export function ItemPanel({
  row,
  flow,
  onOpen,
  waiting,
  onClose,
}: {
  readonly row: ItemRow | null
  readonly flow: ActionFlow
  readonly onOpen: (row: ItemRow) => void
  readonly waiting: boolean
  /** Where the panel lies over the list. */
  readonly onClose: (() => void) | null
}) {
  const words = useWords()
  const settled = useSettledRow(row)
  const query = useDesk('items.get', { item: settled?.case ?? '' }, { enabled: settled !== null, placeholderData: keepPreviousData, gcTime: 30_000 })
  if (row === null)
    return waiting ? (
      <Bones lines={12} />
    ) : (
      <EmptyState Icon={ScanBarcode} title={words('worklist.panel')}>
        {words('worklist.panel.none')}
      </EmptyState>
    )
  const answer = query.data !== undefined && query.data.item?.case === row.case ? query.data : null
  const item = answer?.item ?? null
  const proposal = answer === null ? null : waitingProposal(answer)
  return (
    <>
      <div className="panel-ident">
        <div className="line between">
          <span className="line">
            <Identifier value={row.item} />
            <CopyButton text={row.item} label={words('item.copy', { identifier: row.item })} />
          </span>
          <LaneMark lane={row.lane} />
        </div>
        <div className="line between">
          <StatePills row={row} />
          <span className="grow" />
          <Button icon look="plain" size="small" aria-label={words('key.open')} onPress={() => onOpen(row)}>
            <Maximize2 className="i" aria-hidden />
          </Button>
          {onClose === null ? null : (
            <Button icon look="plain" size="small" aria-label={words('action.close')} onPress={onClose}>
              <X className="i" aria-hidden />
            </Button>
          )}
        </div>
        <WhereLine row={row} />
      </div>
      <div className="panel-scroll" tabIndex={0} role="region" aria-label={words('item.title', { item: row.item })}>
        {query.isError && answer === null ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : item === null ? (
          <Bones lines={14} />
        ) : (
          <>
            {proposal === null ? null : <ProposalNote proposal={proposal} />}
            <OnTheTable item={item.item} />
            <section className="sec">
              <h2>{words('item.declaredFound')}</h2>
              {item.content.length === 0 ? (
                <p className="muted small">{words(item.declaration === null ? 'item.noDeclaration' : 'item.noContent')}</p>
              ) : (
                <DeclaredFoundPanel content={item.content} />
              )}
            </section>
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
            {DECIDED.has(item.state) ? (
              <section className="sec">
                <h2>{words('item.answers')}</h2>
                <Answers item={item.item} run={flow.run} />
              </section>
            ) : null}
            <section className="sec">
              <h2>{words('item.timeline')}</h2>
              <Timeline entries={item.timeline} />
            </section>
          </>
        )}
      </div>
      <div className="acts" role="group" aria-label={words('item.actions')}>
        {answer === null ? (
          <Button isDisabled>{words('item.actions')}</Button>
        ) : (
          <ActionBar lane={row.lane} result={lastResult(answer)} actions={answer.actions} onAct={(name) => void flow.start(name, { item: row.item, case: row.case }, true)} />
        )}
      </div>
    </>
  )
}

/** States that a decision made: only these can have an answer to the post. */
const DECIDED: ReadonlySet<string> = new Set(['presented', 'under-examination', 'held', 'released', 'refused', 'detained', 'destroyed', 'transferred'])
