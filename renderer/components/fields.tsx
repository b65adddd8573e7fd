/** Form fields with their label, hint and error in one place: a mistake is shown where it was made. */
import { CircleAlert } from 'lucide-react'
import { useId, type ChangeEvent, type ReactNode } from 'react'
import { useWords } from '../i18n/text.tsx'

interface Common {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | null | undefined
  readonly optional?: boolean
  readonly autoFocus?: boolean
  readonly disabled?: boolean
}
interface TextProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'search'
  readonly autoComplete?: string
  readonly mono?: boolean
  readonly maxLength?: number
  readonly list?: readonly string[]
  readonly placeholder?: string
}

function Field({ id, label, hint, error, optional, children }: Common & { readonly id: string; readonly children: ReactNode }) {
  const words = useWords()
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional === true ? <span className="muted"> · {words('field.optional')}</span> : null}
      </label>
      {children}
      {error === null || error === undefined ? null : <FieldError id={`${id}-error`} text={error} />}
      {hint === undefined ? null : (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}

export function FieldError({ id, text }: { readonly id?: string; readonly text: string }) {
  return (
    <div className="field-error" {...(id === undefined ? {} : { id })} role="alert">
      <CircleAlert className="i-s" aria-hidden />
      {text}
    </div>
  )
}

const described = (id: string, { hint, error }: Common) =>
  [error === null || error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].join(' ').trim() || undefined
const wrong = ({ error }: Common) => (error === null || error === undefined ? undefined : true)

export function TextInput(props: TextProps) {
  const id = useId()
  const { value, onChange, type = 'text', autoComplete = 'off', mono, maxLength, list, placeholder, autoFocus, disabled } = props
  return (
    <Field id={id} {...props}>
      <input
        id={id}
        className={mono === true ? 'input mono' : 'input'}
        type={type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={autoComplete}
        spellCheck={false}
        maxLength={maxLength}
        placeholder={placeholder}
        // The dialog that holds it opens on this field; see components/dialog.tsx.
        autoFocus={autoFocus}
        data-first-field={autoFocus === true ? '' : undefined}
        disabled={disabled}
        aria-invalid={wrong(props)}
        aria-describedby={described(id, props)}
        list={list === undefined ? undefined : `${id}-list`}
      />
      {list === undefined ? null : (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </Field>
  )
}

export function TextArea(props: Omit<TextProps, 'type' | 'list'> & { readonly code?: boolean; readonly rows?: number }) {
  const id = useId()
  const { value, onChange, code, rows, autoFocus, disabled, maxLength, placeholder } = props
  return (
    <Field id={id} {...props}>
      <textarea
        id={id}
        className={code === true ? 'input code' : 'input'}
        value={value}
        rows={rows}
        maxLength={maxLength}
        placeholder={placeholder}
        spellCheck={code !== true}
        onChange={(event) => onChange(event.target.value)}
        autoFocus={autoFocus}
        data-first-field={autoFocus === true ? '' : undefined}
        disabled={disabled}
        aria-invalid={wrong(props)}
        aria-describedby={described(id, props)}
      />
    </Field>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export function SelectInput(props: Common & { readonly value: string; readonly onChange: (value: string) => void; readonly choices: readonly Choice[]; readonly empty?: string }) {
  const id = useId()
  const { value, onChange, choices, empty, autoFocus, disabled } = props
  return (
    <Field id={id} {...props}>
      <select
        id={id}
        className="input"
        value={value}
        onChange={(event: ChangeEvent<HTMLSelectElement>) => onChange(event.target.value)}
        autoFocus={autoFocus}
        data-first-field={autoFocus === true ? '' : undefined}
        disabled={disabled}
        aria-invalid={wrong(props)}
        aria-describedby={described(id, props)}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function CheckInput({
  label,
  hint,
  name,
  checked,
  onChange,
  disabled,
  autoFocus,
}: {
  readonly label: ReactNode
  readonly hint?: string
  /** Spoken instead of the label. */ readonly name?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly autoFocus?: boolean
}) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        autoFocus={autoFocus}
        data-first-field={autoFocus === true ? '' : undefined}
        aria-label={name}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {hint === undefined ? null : <span className="muted small"> · {hint}</span>}
      </span>
    </label>
  )
}

export function RadioCards({
  label,
  name,
  value,
  onChange,
  choices,
  autoFocus,
}: {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly choices: readonly (Choice & { readonly icon?: ReactNode })[]
  readonly autoFocus?: boolean
}) {
  return (
    <fieldset className="radio-cards">
      <legend className="field-label">{label}</legend>
      {choices.map((choice, at) => (
        <label key={choice.value} className="radio-card">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={value === choice.value}
            autoFocus={autoFocus === true && (value === choice.value || (value === '' && at === 0))}
            data-first-field={autoFocus === true && (value === choice.value || (value === '' && at === 0)) ? '' : undefined}
            onChange={() => onChange(choice.value)}
          />
          {choice.icon}
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
