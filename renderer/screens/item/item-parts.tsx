/** What the side panel and the item's own screen both show. */
import { CircleAlert, CircleCheck, FileText, Gavel, Info, Link2, MailOpen, Paperclip, StickyNote, TriangleAlert, Truck, Users, type LucideIcon } from 'lucide-react'
import type { ItemDetail, ItemRow, Output } from '../../../shared/contract.ts'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { FlagPill, LaneIcon, Pill, StateMark, TargetPill } from '../../components/marks.tsx'
import { useSecondsLeft } from '../../components/toast.tsx'
import { useFormats } from '../../i18n/format.ts'
import { usePlace } from '../../i18n/place.ts'
import { useSaid, useWordFor, useWords, type Said } from '../../i18n/text.tsx'
import { useTraining } from '../training/training.ts'
import type { RunAction } from './run-action.ts'

/**
 * What `decide` puts where an officer named no kind of flag. Spelt here and not imported: `decide` brings the whole
 * case and zod along, and the first screen should come without them. A test holds the two together.
 */
export const PLAIN_FLAG = 'attention'

export function StatePills({ row }: { readonly row: Pick<ItemRow, 'state' | 'targeted' | 'flags' | 'declared'> }) {
  const words = useWords()
  const { label } = useCodeTable('flags')
  return (
    <div className="line wrap">
      <StateMark state={row.state} />
      {row.targeted ? <TargetPill /> : null}
      {row.flags.map((flag) => (
        <FlagPill key={flag} flag={flag === PLAIN_FLAG ? words('item.flagged') : label(flag)} />
      ))}
      {row.declared ? null : <Pill Icon={FileText}>{words('item.undeclared')}</Pill>}
    </div>
  )
}

/** Where it is, in one line: receptacle and dispatch by their parts, the post's last event, age. */
export function WhereLine({ row }: { readonly row: ItemRow }) {
  const words = useWords()
  const { since } = useFormats()
  const receptacle = row.receptacle === null ? null : parseReceptacle(row.receptacle)
  const dispatch = parseDispatch(receptacle?.dispatch ?? row.dispatch ?? '')
  const parts = [
    dispatch === null
      ? words('item.where.none')
      : words(receptacle === null ? 'item.where.dispatch' : 'item.where.receptacle', {
          serial: receptacle?.serial ?? '',
          origin: dispatch.origin,
          destination: dispatch.destination,
          number: dispatch.number,
        }),
    ...(row.lastEvent === null ? [] : [words('item.lastEvent', { code: row.lastEvent })]),
    since(row.updatedAt),
  ]
  return <p className="small muted">{parts.join(' · ')}</p>
}

export function WhyLane({ item }: { readonly item: Pick<ItemDetail, 'hits' | 'lane'> }) {
  const words = useWords()
  const said = useSaid()
  if (item.hits.length === 0) return <p className="muted small">{words(item.lane === 'green' ? 'item.why.none' : 'item.why.unknown')}</p>
  return (
    <ul className="why">
      {item.hits.map((hit) => (
        <li key={hit.rule}>
          <LaneIcon lane={hit.lane} />
          <div>
            <span className="sr">{words(`lane.${hit.lane}`)}: </span>
            {said('rule', hit.reason)}
            <HitValues values={hit.values} said={said('rule', hit.reason)} />
          </div>
          <span className="muted small">{hit.rule}</span>
        </li>
      ))}
    </ul>
  )
}

/** The values that made a rule fire, as far as its sentence does not name them already. */
function HitValues({ values, said }: { readonly values: ItemDetail['hits'][number]['values']; readonly said: string }) {
  const wordFor = useWordFor()
  const natures = useCodeTable('nature')
  const more = Object.entries(values).filter(([, value]) => value !== null && value !== '' && !said.includes(String(value)))
  if (more.length === 0) return null
  const shown = more.map(([name, value]) => `${wordFor('value', name.replace(/^piece\./, ''))} ${name === 'nature' ? natures.label(String(value)) : String(value)}`)
  return <div className="values">{shown.join(' · ')}</div>
}

const KINDS: Readonly<Record<string, LucideIcon>> = { event: Truck, decision: Gavel, message: MailOpen, note: StickyNote, attachment: Paperclip, answer: Link2 }

export function Timeline({ entries, full = false }: { readonly entries: ItemDetail['timeline']; readonly full?: boolean }) {
  const words = useWords()
  const said = useSaid()
  const { clock, moment, day, monthDay } = useFormats()
  const localised = useLocalisedValues()
  if (entries.length === 0) return <p className="muted small">{words('item.timeline.none')}</p>
  const newest = entries.toSorted((one, other) => other.at.localeCompare(one.at))
  const today = day(new Date().toISOString())
  return (
    <ol className={full ? 'tl full' : 'tl'}>
      {newest.map((entry, at) => {
        const Icon = KINDS[entry.kind]
        return (
          <li key={`${entry.at} ${at}`}>
            <time className="when" dateTime={entry.at} title={moment(entry.at)}>
              {full ? moment(entry.at) : day(entry.at) === today ? clock(entry.at) : monthDay(entry.at)}
            </time>
            {full && Icon !== undefined ? <Icon className="i-s mark" aria-hidden /> : <span className="dot" aria-hidden />}
            <span>
              {said('timeline', localised(entry.said))}
              {entry.actor === null ? null : <span className="muted"> {entry.actor}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** Who proposed what, and that somebody else must agree. */
export function ProposalNote({ proposal }: { readonly proposal: { readonly actor: string | null; readonly said: Said } }) {
  const words = useWords()
  const said = useSaid()
  const localised = useLocalisedValues()
  return (
    <section className="sec">
      <p className="note-box doc">
        <Users className="i" aria-hidden />
        <span>
          <span className="strong">{words('item.proposal')}</span>
          <br />
          {words('item.proposal.by', { actor: proposal.actor ?? '', text: said('timeline', localised(proposal.said)) })}
        </span>
      </p>
    </section>
  )
}

/** The office's codes in a sentence of the ledger, in this language: flags come as codes, reasons in English. */
function useLocalisedValues(): (said: Said) => Said {
  const words = useWords()
  const flags = useCodeTable('flags')
  const reasons = useCodeTable('retention-reasons')
  return (said) => {
    const { flag, reason } = said.values
    const known = reasons.codes.find((row) => row.label === reason)
    return {
      ...said,
      values: {
        ...said.values,
        ...(typeof flag === 'string' ? { flag: flag === PLAIN_FLAG ? words('item.flagged') : flags.label(flag) } : {}),
        ...(known === undefined ? {} : { reason: reasons.label(known.code) }),
      },
    }
  }
}

const SEVERITY = { info: { Icon: Info, tone: 'muted' }, warning: { Icon: TriangleAlert, tone: 'doc' }, error: { Icon: CircleAlert, tone: 'open' } } as const

export function Findings({ findings }: { readonly findings: ItemDetail['findings'] }) {
  const words = useWords()
  const said = useSaid()
  const place = usePlace()
  return (
    <ul className="why">
      {findings.map((finding, at) => {
        const { Icon, tone } = SEVERITY[finding.severity]
        return (
          <li key={at}>
            <Icon className={`i ${tone}`} aria-hidden />
            <div>
              <span className="sr">{words(`severity.${finding.severity}`)}: </span>
              {said('finding', finding)}
              <div className="values">{place(finding.where)}</div>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** Answers of this item in the out-tray. What has not left yet can be taken back here. */
export function Answers({ item, run }: { readonly item: string; readonly run: RunAction }) {
  const words = useWords()
  const out = useDesk('exchange.out', { item, limit: 50 })
  // The room of the line that most items have, so that nothing below it jumps.
  if (out.data === undefined) return <p className="small">{'\u00a0'}</p>
  if (out.data.rows.length === 0) return <p className="muted small">{words('item.answers.none')}</p>
  return (
    <div>
      {out.data.rows.map((row, at, rows) => (
        <Answer
          key={row.id}
          row={row}
          first={rows.findIndex((one) => one.command === row.command && one.status === 'waiting') === at}
          onUndo={() => void run('undo', { item }, { command: row.command })}
        />
      ))}
    </div>
  )
}

type OutRow = Output<'exchange.out'>['rows'][number]
const OUT_TONE: Readonly<Record<OutRow['status'], string>> = { waiting: 'doc', sent: 'go', superseded: '', undone: '', failed: 'open' }

export function OutStatus({ row }: { readonly row: OutRow }) {
  const words = useWords()
  return (
    <Pill tone={OUT_TONE[row.status]} {...(row.status === 'sent' ? { Icon: CircleCheck } : row.status === 'failed' ? { Icon: CircleAlert } : {})}>
      {words(`out.${row.status}`)}
    </Pill>
  )
}

/** What an answer tells the post: a decision, or the event that it owes. */
export function useAnswerName(): (row: OutRow) => string {
  const wordFor = useWordFor()
  const events = useCodeTable('event-codes')
  return (row) =>
    row.decision !== null
      ? wordFor('decision', row.decision)
      : row.event === null
        ? row.type
        : events.label(row.event) === row.event
          ? row.event
          : `${row.event} ${events.label(row.event)}`
}

/** A decision may owe two answers: they leave together and are taken back together, so only the first offers it. */
function Answer({ row, first, onUndo }: { readonly row: OutRow; readonly first: boolean; readonly onUndo: () => void }) {
  const words = useWords()
  const { moment } = useFormats()
  const left = useSecondsLeft(row.status === 'waiting' ? Date.parse(row.dueAt) : null)
  const training = useTraining()
  const name = useAnswerName()
  return (
    <div className="answer">
      <OutStatus row={row} />
      <span>
        {name(row)}
        <span className="muted">{` ${row.type}`}</span>
        <div className="small muted">{`${row.actor} · ${moment(row.decidedAt)}`}</div>
        {row.reason === null ? null : <div className="small open">{row.reason}</div>}
      </span>
      {row.status === 'waiting' ? (
        <span className="line">
          <span className="small muted">{training ? words('training.out') : left > 0 ? words('item.answer.leaves', { seconds: left }) : words('item.answer.due')}</span>
          {first ? (
            <Button size="small" onPress={onUndo}>
              {words('act.undo')}
            </Button>
          ) : null}
        </span>
      ) : null}
    </div>
  )
}
