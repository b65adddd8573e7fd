import { PackageOpen } from 'lucide-react'
import { useDesk } from '../../app/desk.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { useTraining, type Inside } from './training.ts'

/**
 * What an officer in training sees of an opened parcel: there is no parcel, so the screen shows what lies in it.
 *
 * @param open where it is opened now: whoever writes down a result has looked
 */
export function OnTheTable({ item, open = false }: { readonly item: string; readonly open?: boolean }) {
  const words = useWords()
  const inside = useDesk('training.inside', { item, open }, { enabled: useTraining() }).data?.inside ?? null
  if (inside === null) return null
  return (
    <section className="on-table" aria-label={words('training.table')}>
      <h2 className="line">
        <PackageOpen className="i" aria-hidden />
        {words('training.table')}
        <span className="muted">{words('training.table.text')}</span>
      </h2>
      <Things things={inside.things} />
    </section>
  )
}

export function Things({ things }: { readonly things: Inside['things'] }) {
  const words = useWords()
  const { count, weight, amount, country } = useFormats()
  if (things.length === 0) return <p>{words('training.table.empty')}</p>
  return (
    <ul className="things">
      {things.map(({ description, quantity, netWeightKg, value, currency, hs, origin }, at) => (
        <li key={at}>
          <bdi className="strong">{`${count(quantity)} × ${description}`}</bdi>
          <span className="muted">
            {[
              netWeightKg === null ? null : weight(netWeightKg),
              value === null ? null : amount(value, currency),
              hs === null ? null : words('training.thing.hs', { hs }),
              origin === null ? null : words('training.thing.origin', { country: country(origin) }),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
