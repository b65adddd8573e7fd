import type { ReactNode } from 'react'
import type { ItemDetail } from '../../../shared/contract.ts'
import { useCodeTable } from '../../app/codes.ts'
import { Identifier } from '../../components/identifier.tsx'
import { Pill } from '../../components/marks.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'

type Declaration = NonNullable<ItemDetail['declaration']>
type Party = NonNullable<Declaration['sender']>

function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== '' && value !== '—')
        .map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function Parties({ item }: { readonly item: ItemDetail }) {
  const words = useWords()
  return (
    <div className="item-two">
      <PartyCard title={words('item.sender')} party={item.declaration?.sender ?? null} line={item.sender} />
      <PartyCard title={words('item.addressee')} party={item.declaration?.addressee ?? null} line={item.addressee} />
    </div>
  )
}

function PartyCard({ title, party, line }: { readonly title: string; readonly party: Party | null; readonly line: string | null }) {
  const words = useWords()
  const { country } = useFormats()
  const lines =
    party === null
      ? [line]
      : [
          party.name,
          party.company,
          party.street,
          [party.postalCode, party.city].filter((part) => part !== null).join(' '),
          party.state,
          party.country === null ? null : country(party.country),
        ]
  const shown = lines.filter((one): one is string => one !== null && one !== '')
  return (
    <div>
      <div className="hint">{title}</div>
      {shown.length === 0 ? (
        <span className="muted">{words('word.unknown')}</span>
      ) : (
        shown.map((one, at) => (
          <div key={at} dir="auto" className={at === 0 ? 'strong' : ''}>
            {one}
          </div>
        ))
      )}
      {party === null ? null : (
        <div className="small muted">
          {[party.telephone, party.email, ...party.taxIds.map((tax) => `${tax.scheme ?? ''} ${tax.id}`.trim())]
            .filter((one) => one !== null && one !== '')
            .map((one) => (
              <div key={one}>
                <bdi>{one}</bdi>
              </div>
            ))}
        </div>
      )}
    </div>
  )
}

export function DeclarationFacts({ declaration }: { readonly declaration: Declaration }) {
  const words = useWords()
  const { moment, weight, amount } = useFormats()
  const classes = useCodeTable('mail-class')
  const natures = useCodeTable('nature')
  const mono = (text: string | null) => (text === null ? null : <bdi className="mono">{text}</bdi>)
  return (
    <div className="item-two">
      <Facts
        facts={[
          [words('item.declaration.type'), declaration.type],
          [words('item.declaration.reference'), mono(declaration.reference)],
          [words('item.declaration.from'), mono(declaration.from)],
          [words('item.declaration.prepared'), moment(declaration.prepared)],
          [words('item.declaration.posted'), declaration.postingDate],
          [words('item.declaration.localId'), mono(declaration.localId)],
        ]}
      />
      <Facts
        facts={[
          [words('item.declaration.class'), declaration.mailClass === null ? null : classes.label(declaration.mailClass)],
          [words('item.declaration.nature'), declaration.nature === null ? null : natures.label(declaration.nature)],
          [words('item.declaration.grossWeight'), weight(declaration.grossWeightKg)],
          [words('item.declaration.postage'), declaration.postage === null ? null : amount(declaration.postage.amount, declaration.postage.currency)],
          [words('item.declaration.insured'), declaration.insuredValue === null ? null : amount(declaration.insuredValue.amount, declaration.insuredValue.currency)],
          [words('item.declaration.office'), mono(declaration.customsOffice)],
          [words('field.dispatch'), declaration.dispatch === null ? null : <Identifier key="dispatch" value={declaration.dispatch} />],
        ]}
      />
    </div>
  )
}

export function DocumentList({ documents }: { readonly documents: Declaration['documents'] }) {
  return (
    <ul>
      {documents.map((document, at) => (
        <li key={at} className="line">
          <Pill>{document.type ?? '—'}</Pill>
          <bdi className="mono">{document.number}</bdi>
        </li>
      ))}
    </ul>
  )
}

export function Referrals({ referrals }: { readonly referrals: Declaration['referrals'] }) {
  const words = useWords()
  const { moment } = useFormats()
  return (
    <ul>
      {referrals.map((referral, at) => (
        <li key={at} className="line">
          <span className="mono">{referral.code}</span>
          <span className="muted">{moment(referral.at)}</span>
          <Pill tone={referral.answered ? 'go' : 'doc'}>{words(referral.answered ? 'item.referral.answered' : 'item.referral.open')}</Pill>
        </li>
      ))}
    </ul>
  )
}

export function EventTable({ events }: { readonly events: ItemDetail['events'] }) {
  const words = useWords()
  const { moment } = useFormats()
  const codes = useCodeTable('event-codes')
  const reasons = useCodeTable('retention-reasons')
  if (events.length === 0) return <p className="muted small">{words('item.events.none')}</p>
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words('item.event.code')}</th>
          <th>{words('item.event.at')}</th>
          <th>{words('item.event.office')}</th>
          <th>{words('item.event.reason')}</th>
          <th>{words('item.event.remark')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event, at) => (
          <tr key={at}>
            <td>
              <span className="mono">{event.code}</span> {codes.label(event.code) === event.code ? null : codes.label(event.code)}
            </td>
            <td>{moment(event.at)}</td>
            <td className="mono">{event.office}</td>
            <td>{event.reason === null ? null : reasons.label(event.reason)}</td>
            <td dir="auto">{event.remark}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
