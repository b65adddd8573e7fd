/** The verdict: one word over the whole panel, readable at two metres, and under it what to do. */
import { Link } from '@tanstack/react-router'
import {
  Ban,
  Boxes,
  CircleCheck,
  CircleHelp,
  Crosshair,
  FileText,
  Flag,
  Package,
  PackageCheck,
  PackageOpen,
  PackagePlus,
  PauseCircle,
  PlaneTakeoff,
  ScanBarcode,
  ScanLine,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Headline, ScanMode } from '../../../shared/domain/scan-verdict.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { useCodeTable } from '../../app/codes.ts'
import { Identifier } from '../../components/identifier.tsx'
import { useErrorText, useSlow } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useSaid, useWordFor, useWords } from '../../i18n/text.tsx'
import type { ScanEntry, ScanReply } from './station.ts'

type Surface = 'go' | 'doc' | 'scan' | 'open' | 'unknown' | 'plain'
export const LOOKS: Readonly<Record<Headline, readonly [surface: Surface, Icon: LucideIcon]>> = {
  green: ['go', CircleCheck],
  yellow: ['doc', FileText],
  orange: ['scan', ScanLine],
  red: ['open', PackageOpen],
  targeted: ['open', Crosshair],
  flagged: ['open', Flag],
  held: ['doc', PauseCircle],
  closed: ['open', Ban],
  missent: ['open', PlaneTakeoff],
  unknown: ['unknown', CircleHelp],
  received: ['go', PackageCheck],
  announced: ['plain', Package],
  excess: ['unknown', PackagePlus],
  dispatch: ['plain', Boxes],
  unreadable: ['unknown', ScanBarcode],
}

export function VerdictPanel({ entry, mode, open, field }: { readonly entry: ScanEntry | null; readonly mode: ScanMode; readonly open: string | null; readonly field: ReactNode }) {
  const surface = entry === null ? 'ready' : entry.error !== null ? 'unknown' : entry.reply === null ? 'ready' : LOOKS[entry.reply.headline][0]
  return (
    <section className={`verdict ${surface}`} data-headline={entry?.reply?.headline ?? (entry === null ? 'ready' : 'waiting')} data-tone={entry?.reply?.tone}>
      {entry === null ? (
        <Ready mode={mode} open={open} />
      ) : entry.error !== null ? (
        <Failed entry={entry} />
      ) : entry.reply === null ? (
        <Waiting entry={entry} />
      ) : (
        <Shown entry={entry} reply={entry.reply} />
      )}
      {field}
    </section>
  )
}

function Ready({ mode, open }: { readonly mode: ScanMode; readonly open: string | null }) {
  const words = useWords()
  return (
    <>
      <div className="verdict-top" />
      <div className="verdict-big">{words('scan.ready')}</div>
      <div className="verdict-do">{words(mode === 'item' && open === null ? 'scan.hint.item.noReceptacle' : `scan.hint.${mode}`)}</div>
    </>
  )
}

function Waiting({ entry }: { readonly entry: ScanEntry }) {
  const words = useWords()
  const slow = useSlow(true)
  return (
    <>
      <div className="verdict-top">
        <Identifier value={entry.identifier} className="verdict-id" />
      </div>
      <div className="verdict-big quiet">{slow ? words('scan.waiting') : ' '}</div>
    </>
  )
}

function Failed({ entry }: { readonly entry: ScanEntry }) {
  const words = useWords()
  const errorText = useErrorText()
  return (
    <>
      <div className="verdict-top">
        <Identifier value={entry.identifier} className="verdict-id" />
      </div>
      <div className="verdict-big">
        <TriangleAlert className="i" aria-hidden />
        {words('scan.failed')}
      </div>
      <div className="verdict-do">{errorText(entry.error)}</div>
    </>
  )
}

function Shown({ entry, reply }: { readonly entry: ScanEntry; readonly reply: ScanReply }) {
  const words = useWords()
  const said = useSaid()
  const { clock } = useFormats()
  const instructions = useCodeTable('scan-instructions')
  const [, Icon] = LOOKS[reply.headline]
  const notes = entry.repeated && !reply.notes.some((note) => note.code === 'repeated') ? [{ code: 'repeated', values: {}, warns: false } as const, ...reply.notes] : reply.notes
  return (
    <>
      <div className="verdict-top">
        <Identifier value={reply.identifier} className="verdict-id" />
        <span className="verdict-notes">
          {notes.map((note) => (
            <span key={note.code} className={note.warns ? 'verdict-note warns' : 'verdict-note'}>
              {note.warns ? <TriangleAlert className="i-s" aria-hidden /> : null}
              <NoteText code={note.code} values={note.values} />
            </span>
          ))}
        </span>
      </div>
      <div className="verdict-big">
        <Icon className="i" aria-hidden />
        <span>{words(`scan.headline.${reply.headline}`)}</span>
      </div>
      <div className="verdict-do">{instructions.label(reply.headline)}</div>
      <div className="verdict-because">
        {reply.reason === null ? null : <p>{said(reply.notes.some((note) => note.code === 'not-recorded') ? 'reject' : 'rule', reply.reason)}</p>}
        <p className="verdict-facts">
          {reply.item === null ? null : (
            <Link to="/items/$item" params={{ item: reply.item.case }}>
              {reply.item.description ?? words('scan.openItem')}
            </Link>
          )}
          {entry.undone ? (
            <b>{words('scan.undone')}</b>
          ) : reply.recorded ? (
            <span>{words(`scan.recorded.${entry.mode}`, { clock: clock(entry.at) })}</span>
          ) : (
            <span>{words('scan.notRecorded')}</span>
          )}
        </p>
      </div>
    </>
  )
}

function NoteText({ code, values }: { readonly code: ScanReply['notes'][number]['code']; readonly values: Readonly<Record<string, string | number>> }) {
  const words = useWords()
  const wordFor = useWordFor()
  const filled = {
    ...values,
    receptacle: groupIdentifier(String(values['receptacle'] ?? '')),
    state: wordFor('state', String(values['state'] ?? '')),
    mode: wordFor('scan.mode', String(values['mode'] ?? '')),
  }
  return <span>{words(`scan.note.${code}`, filled)}</span>
}
