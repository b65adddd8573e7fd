/** Lane, state and other marks: always icon + word + colour, never colour alone. */
import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Crosshair,
  FileQuestion,
  FileText,
  Flag,
  Flame,
  Gavel,
  MoveRight,
  PackageCheck,
  PackageOpen,
  PauseCircle,
  ScanLine,
  ScanSearch,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import type { CaseState, Lane } from '../../shared/domain/codes.ts'
import { useWords } from '../i18n/text.tsx'

const LANES: Readonly<Record<Lane, { readonly tone: string; readonly Icon: LucideIcon }>> = {
  green: { tone: 'go', Icon: CircleCheck },
  yellow: { tone: 'doc', Icon: FileText },
  orange: { tone: 'scan', Icon: ScanLine },
  red: { tone: 'open', Icon: PackageOpen },
}

export function LaneIcon({ lane }: { readonly lane: Lane }) {
  const { tone, Icon } = LANES[lane]
  return <Icon className={`i ${tone}`} aria-hidden />
}

export function LaneMark({ lane }: { readonly lane: Lane }) {
  const words = useWords()
  const { tone, Icon } = LANES[lane]
  return (
    <span className={`lane ${tone}`}>
      <Icon className="i" aria-hidden />
      {words(`lane.${lane}`)}
    </span>
  )
}

const STATES: Readonly<Record<CaseState, { readonly tone: string; readonly Icon: LucideIcon }>> = {
  expected: { tone: '', Icon: CircleDashed },
  arrived: { tone: '', Icon: CircleDot },
  presented: { tone: '', Icon: PackageCheck },
  'under-examination': { tone: 'scan', Icon: ScanSearch },
  held: { tone: 'doc', Icon: PauseCircle },
  released: { tone: 'go', Icon: CircleCheck },
  refused: { tone: 'open', Icon: Undo2 },
  detained: { tone: 'open', Icon: Gavel },
  destroyed: { tone: 'open', Icon: Flame },
  transferred: { tone: '', Icon: MoveRight },
  withdrawn: { tone: '', Icon: CircleX },
}

export function StateMark({ state }: { readonly state: CaseState }) {
  const words = useWords()
  const { tone, Icon } = STATES[state]
  return (
    <Pill tone={tone} Icon={Icon} title={words(`state.${state}`)}>
      {words(`state.${state}`)}
    </Pill>
  )
}

export function Pill({ tone = '', Icon, title, children }: { readonly tone?: string; readonly Icon?: LucideIcon; readonly title?: string; readonly children: React.ReactNode }) {
  return (
    <span className={`pill ${tone}`} title={title}>
      {Icon === undefined ? null : <Icon aria-hidden />}
      {children}
    </span>
  )
}

export function TargetPill() {
  const words = useWords()
  return (
    <Pill tone="open" Icon={Crosshair}>
      {words('item.targeted')}
    </Pill>
  )
}

export function FlagPill({ flag }: { readonly flag: string }) {
  return (
    <Pill tone="doc" Icon={Flag}>
      {flag}
    </Pill>
  )
}

/** The narrow column of the worklist: what stands beside the state, as icons with their words for those who listen. */
export function Marks({ targeted, flagged, declared }: { readonly targeted: boolean; readonly flagged: boolean; readonly declared: boolean }) {
  const words = useWords()
  return (
    <span className="marks">
      {targeted ? <Mark Icon={Crosshair} tone="open" text={words('item.targeted')} /> : null}
      {flagged ? <Mark Icon={Flag} tone="doc" text={words('item.flagged')} /> : null}
      {declared ? null : <Mark Icon={FileQuestion} tone="muted" text={words('item.undeclared')} />}
    </span>
  )
}

function Mark({ Icon, tone, text }: { readonly Icon: LucideIcon; readonly tone: string; readonly text: string }) {
  return (
    <span className={tone} title={text}>
      <Icon className="i-s" aria-hidden />
      <span className="sr">{text}</span>
    </span>
  )
}
