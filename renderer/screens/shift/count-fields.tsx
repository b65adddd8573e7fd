/** Counting the stock: two numbers, and beside each what the ledger says. */
import { TextInput } from '../../components/fields.tsx'
import { useWords } from '../../i18n/text.tsx'

export interface Counted {
  readonly custody: string
  readonly detained: string
}
export const NOT_COUNTED: Counted = { custody: '', detained: '' }

const whole = (text: string): number | null => (/^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : null)

interface Stock {
  readonly custody: number
  readonly detained: number
}

/**
 * The count, `null` where nothing was counted; `undefined` where a field cannot be read. A field that was left empty
 * beside a counted one is nothing where the ledger has nothing; else it was forgotten.
 */
export function countOf({ custody, detained }: Counted, ledger: Stock): Stock | null | undefined {
  if (custody.trim() === '' && detained.trim() === '') return null
  const read = (text: string, known: number): number | null => (text.trim() === '' ? (known === 0 ? 0 : null) : whole(text))
  const [one, two] = [read(custody, ledger.custody), read(detained, ledger.detained)]
  return one === null || two === null ? undefined : { custody: one, detained: two }
}

interface CountFieldsProps {
  readonly counted: Counted
  readonly ledger: Stock
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
        const forgotten = text.trim() === '' && ledger[stock] > 0 && counted[stock === 'custody' ? 'detained' : 'custody'].trim() !== ''
        const difference = n === null ? 0 : n - ledger[stock]
        return (
          <div key={stock} className="stack">
            <TextInput
              label={words(stock === 'custody' ? 'shift.counted.custody' : 'shift.counted.detained')}
              hint={words('shift.counted.ledger', { count: ledger[stock] })}
              error={forgotten ? words('field.required') : text.trim() !== '' && n === null ? words('shift.counted.bad') : null}
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
