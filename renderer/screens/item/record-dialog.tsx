/** The result of an examination, and what was found: declared stands beside, only what differs is typed. */
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import type { ItemDetail } from '../../../shared/contract.ts'
import { EXAMINATION_RESULTS, type ExaminationResult } from '../../../shared/domain/codes.ts'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, RadioCards, TextArea } from '../../components/fields.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useSaid, useWords, type TextKey } from '../../i18n/text.tsx'
import { OnTheTable } from '../training/on-the-table.tsx'
import type { FlowTarget, ItemAnswer } from './action-flow.tsx'
import { useDraft } from './drafts.ts'
import { foundArgs, NOTHING_FOUND, wrongFound, type FoundAnswers, type FoundField } from './found.ts'
import type { RunAction } from './run-action.ts'

const ICONS = {
  clear: <CircleCheck className="i go" aria-hidden />,
  discrepancy: <TriangleAlert className="i scan" aria-hidden />,
  prohibited: <CircleX className="i open" aria-hidden />,
  inconclusive: <CircleHelp className="i muted" aria-hidden />,
} satisfies Record<ExaminationResult, React.ReactNode>
type Piece = ItemDetail['content'][number]
/** A declaration without content, or none at all: one piece can be found all the same. */
const UNDECLARED: Piece = { piece: 1, description: null, quantity: null, netWeightKg: null, value: null, currency: null, hs: null, origin: null, found: null }

export function RecordDialog({
  target,
  answer,
  run,
  onClose,
}: {
  readonly target: FlowTarget
  readonly answer: ItemAnswer
  readonly run: RunAction
  readonly onClose: () => void
}) {
  const words = useWords()
  const said = useSaid()
  const content = answer.item?.content ?? []
  const pieces = content.length === 0 ? [UNDECLARED] : content
  const [draft, setDraft, forget] = useDraft(`record ${target.case}`, () => ({ result: '', text: '', found: {} as Readonly<Record<number, FoundAnswers>> }))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const wrong = wrongFound(draft.found)
  const send = async () => {
    setTried(true)
    if (draft.result === '' || wrong.size > 0) return
    setBusy(true)
    setRefusal(null)
    const found = foundArgs(draft.found)
    const outcome = await run(
      'record',
      { item: target.item, base: answer.seq },
      { result: draft.result, ...(found.length === 0 ? {} : { found }), ...(draft.text.trim() === '' ? {} : { text: draft.text.trim() }) },
      { quiet: true },
    )
    setBusy(false)
    if (outcome?.result === 'rejected') setRefusal(outcome.said === null ? outcome.text : said('reject', outcome.said))
    if (outcome?.result !== 'accepted') return
    forget()
    onClose()
  }
  return (
    <Dialog
      title={words('act.record')}
      lead={<Identifier value={target.item} />}
      onClose={onClose}
      wide
      keeps
      submit={{ label: words('act.record'), run: () => void send(), busy }}
    >
      <OnTheTable item={target.item} open />
      <RadioCards
        label={words('dialog.result')}
        name="result"
        value={draft.result}
        onChange={(result) => setDraft({ ...draft, result })}
        choices={EXAMINATION_RESULTS.map((result) => ({ value: result, label: words(`result.${result}`), icon: ICONS[result] }))}
        autoFocus
      />
      {tried && draft.result === '' ? <FieldError text={words('field.required')} /> : null}
      <div>
        <div className="field-label">{words('dialog.found')}</div>
        <p className="hint">{words('dialog.found.hint')}</p>
      </div>
      {pieces.map((piece) => (
        <FoundPiece
          key={piece.piece}
          piece={piece}
          several={pieces.length > 1}
          answers={draft.found[piece.piece] ?? NOTHING_FOUND}
          onAnswers={(answers) => setDraft({ ...draft, found: { ...draft.found, [piece.piece]: answers } })}
          wrong={tried ? wrong : new Set()}
        />
      ))}
      <TextArea label={words('dialog.text')} value={draft.text} onChange={(text) => setDraft({ ...draft, text })} optional rows={2} maxLength={4_000} />
      {refusal === null ? null : <FieldError text={words('dialog.refused', { reason: refusal })} />}
    </Dialog>
  )
}

const FIELDS: readonly { readonly field: FoundField; readonly label: TextKey; readonly mono?: boolean; readonly wide?: boolean }[] = [
  { field: 'description', label: 'item.description', wide: true },
  { field: 'hs', label: 'item.hs', mono: true },
  { field: 'quantity', label: 'item.quantity', mono: true },
  { field: 'netWeightKg', label: 'item.netWeight', mono: true },
  { field: 'value', label: 'item.value', mono: true },
  { field: 'currency', label: 'dialog.currency', mono: true },
  { field: 'origin', label: 'item.origin', mono: true },
]

function FoundPiece({
  piece,
  several,
  answers,
  onAnswers,
  wrong,
}: {
  readonly piece: Piece
  readonly several: boolean
  readonly answers: FoundAnswers
  readonly onAnswers: (answers: FoundAnswers) => void
  readonly wrong: ReadonlySet<string>
}) {
  const words = useWords()
  const { count } = useFormats()
  const ids = useId()
  const declared = (field: FoundField): string => {
    const value = piece[field]
    return value === null ? words('word.none') : typeof value === 'number' ? count(value) : value
  }
  return (
    <fieldset className="found-piece">
      <legend className={several ? 'strong small' : 'sr'}>{words('item.piece', { piece: piece.piece })}</legend>
      {FIELDS.map(({ field, label, mono, wide }) => {
        const bad = wrong.has(`${piece.piece} ${field}`)
        const id = `${ids}-${field}`
        return (
          <div key={field} className={wide === true ? 'found-field wide' : 'found-field'}>
            <label htmlFor={id} className="small muted">
              {words(label)}
            </label>
            <input
              id={id}
              className={mono === true ? 'input mono' : 'input'}
              value={answers[field]}
              placeholder={declared(field)}
              aria-invalid={bad || undefined}
              aria-describedby={bad ? `${id}-error` : undefined}
              onChange={(event) => onAnswers({ ...answers, [field]: event.target.value })}
              spellCheck={false}
              autoComplete="off"
            />
            {bad ? <FieldError id={`${id}-error`} text={words('dialog.found.bad')} /> : null}
          </div>
        )
      })}
    </fieldset>
  )
}
