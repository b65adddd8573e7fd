/** Status of dispatches and receptacles, advance data, targets: word, icon, colour. */
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Copy,
  Crosshair,
  Files,
  FileQuestion,
  LoaderCircle,
  PackageCheck,
  PackagePlus,
  PackageX,
  Repeat2,
  type LucideIcon,
} from 'lucide-react'
import type { DispatchStatus, ReceptacleStatus } from '../../../shared/domain/codes.ts'
import { Pill } from '../../components/marks.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import type { DispatchRow, ReceptacleRow, ReconciledRow } from './rows.ts'

type Look = readonly [tone: string, Icon: LucideIcon]
const DISPATCH: Readonly<Record<DispatchStatus, Look>> = {
  announced: ['', CircleDashed],
  'not-announced': ['doc', FileQuestion],
  cancelled: ['', CircleX],
  arrived: ['accent', CircleDot],
  'in-work': ['scan', LoaderCircle],
  done: ['go', CircleCheck],
}
const RECEPTACLE: Readonly<Record<ReceptacleStatus, Look>> = {
  announced: ['', CircleDashed],
  received: ['go', PackageCheck],
  missing: ['open', PackageX],
  excess: ['doc', PackagePlus],
  damaged: ['open', CircleAlert],
  cancelled: ['', CircleX],
}
const RECONCILED: Readonly<Record<ReconciledRow['reconciled'], Look>> = {
  seen: ['go', CircleCheck],
  missing: ['', CircleDashed],
  excess: ['doc', PackagePlus],
  elsewhere: ['scan', Copy],
  withdrawn: ['', CircleX],
}

export function DispatchStatusMark({ status }: { readonly status: DispatchStatus }) {
  const words = useWords()
  const [tone, Icon] = DISPATCH[status]
  return (
    <Pill tone={tone} Icon={Icon}>
      {words(`dispatch.${status}`)}
    </Pill>
  )
}
export function ReceptacleStatusMark({ status }: { readonly status: ReceptacleStatus }) {
  const words = useWords()
  const [tone, Icon] = RECEPTACLE[status]
  return (
    <Pill tone={tone} Icon={Icon}>
      {words(`receptacle.${status}`)}
    </Pill>
  )
}
export function ReconciledMark({ mark }: { readonly mark: ReconciledRow['reconciled'] }) {
  const words = useWords()
  const [tone, Icon] = RECONCILED[mark]
  return (
    <Pill tone={tone} Icon={Icon}>
      {words(`reconciled.${mark}`)}
    </Pill>
  )
}

/** What is unusual about its pre-advice; nothing where there is one and it stands. */
export function AdvicePills({ row }: { readonly row: DispatchRow }) {
  const words = useWords()
  return (
    <>
      {row.preAdvices > 1 ? (
        <Pill tone="doc" Icon={Files}>
          {words('dispatches.parallel', { count: row.preAdvices })}
        </Pill>
      ) : null}
      {row.preAdvices > 0 && row.preAdviceVersions > row.preAdvices ? <Pill Icon={Files}>{words('dispatches.amended')}</Pill> : null}
      {row.receptaclesByStatus.twice > 0 ? (
        <Pill tone="doc" Icon={Repeat2}>
          {words('dispatches.twice', { count: row.receptaclesByStatus.twice })}
        </Pill>
      ) : null}
    </>
  )
}

/** Share of items with advance data. Full is quiet; what lacks some says how many. */
export function Coverage({ row }: { readonly row: DispatchRow | ReceptacleRow }) {
  const words = useWords()
  const { percent } = useFormats2()
  if (row.items === 0) return <span className="muted">{'—'}</span>
  const lacking = row.items - row.declared
  return (
    <span className={lacking === 0 ? 'muted' : lacking === row.items ? 'open' : 'doc'} title={words('dispatches.coverage.title', { declared: row.declared, items: row.items })}>
      {percent(row.declared, row.items)}
    </span>
  )
}

export function TargetCount({ row }: { readonly row: DispatchRow | ReceptacleRow }) {
  const words = useWords()
  const { count } = useFormats()
  if (row.targeted === 0) return <span className="muted">{'—'}</span>
  return (
    <span className={row.toPresent > 0 ? 'target-count open' : 'target-count'} title={words('dispatches.targeted.title', { targeted: row.targeted, waiting: row.toPresent })}>
      <Crosshair className="i-s" aria-hidden />
      {row.toPresent > 0 && row.toPresent < row.targeted ? words('dispatches.targeted.of', { waiting: row.toPresent, targeted: row.targeted }) : count(row.targeted)}
    </span>
  )
}

/** Whole per cent; never 100 where something is lacking. */
function useFormats2() {
  const words = useWords()
  return {
    percent: (part: number, whole: number) => words('dispatches.percent', { share: part === whole ? 1 : Math.min(0.99, Math.floor((100 * part) / whole) / 100) }),
  }
}
