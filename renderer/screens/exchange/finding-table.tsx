import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Output } from '../../../shared/contract.ts'
import { usePlace } from '../../i18n/place.ts'
import { useSaid, useWords } from '../../i18n/text.tsx'

type Finding = NonNullable<Output<'exchange.message'>>['findings'][number]
const SEVERITY = { info: { Icon: Info, tone: 'muted' }, warning: { Icon: TriangleAlert, tone: 'doc' }, error: { Icon: CircleAlert, tone: 'open' } } as const

/** Findings with their place: what was odd, and where in the file. */
export function FindingTable({ findings }: { readonly findings: readonly Finding[] }) {
  const words = useWords()
  const said = useSaid()
  const place = usePlace()
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words('exchange.finding')}</th>
          <th>{words('exchange.where')}</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding, at) => {
          const { Icon, tone } = SEVERITY[finding.severity]
          return (
            <tr key={at}>
              <td>
                <span className="line">
                  <Icon className={`i ${tone}`} aria-hidden />
                  <span className="sr">{words(`severity.${finding.severity}`)}: </span>
                  <span>{said('finding', finding)}</span>
                </span>
              </td>
              <td className="mono small muted">
                <bdi>{place(finding.where)}</bdi>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
