/** Counting the stock: two numbers, and beside each what the ledger says. */
import { TextInput } from '../../components/fields.tsx'
import { useWords } from '../../i18n/text.tsx'

export interface Counted {
  readonly custody: string
  readonly detained: string
}
export const NOT_COUNTED: Counted = { custody: '', detained: '' }

const whole = (text: string): number | null => (/^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : null)

/** The count, `null` where nothing was counted; `undefined` where a field cannot be read. An empty field beside a counted one is nothing. */
export function countOf({ custody, detained }: Counted): { readonly custody: number; readonly detained: number } | null | undefined {
  if (custody.trim() === '' && detained.trim() === '') return null
  const [one, two] = [custody.trim() === '' ? 0 : whole(custody), detained.trim() === '' ? 0 : whole(detained)]
  return one === null || two === null ? undefined : { custody: one, detained: two }
}

interface CountFieldsProps {
  readonly counted: Counted
  readonly ledger: { readonly custody: number; readonly detained: number }
  readonly onChange: (counted: Counted) => void
  readonly autoFocus?: boolean
}

export function CountFields({ counted, ledger, onChange, autoFocus = false }: CountFieldsProps) {
  const words = useWords()
  return (
    <div className="count-fields">
      {(['custody', 'detained'] as const).map((stock) => {
        const text = counted[stock]
        const n = whole(text)
        const difference = n === null ? 0 : n - ledger[stock]
        return (
          <div key={stock} className="stack">
            <TextInput
              label={words(stock === 'custody' ? 'shift.counted.custody' : 'shift.counted.detained')}
              hint={words('shift.counted.ledger', { count: ledger[stock] })}
              error={text.trim() !== '' && n === null ? words('shift.counted.bad') : null}
              value={text}
              onChange={(typed) => onChange({ ...counted, [stock]: typed })}
              mono
              maxLength={7}
              autoFocus={autoFocus && stock === 'custody'}
            />
            <p className={n === null ? 'count-difference' : difference === 0 ? 'count-difference go' : 'count-difference scan'} role="status">
              {n === null
                ? null
                : difference === 0
                  ? words('shift.counted.same')
                  : difference < 0
                    ? words('shift.counted.missing', { count: -difference })
                    : words('shift.counted.more', { count: difference })}
            </p>
          </div>
        )
      })}
    </div>
  )
}
