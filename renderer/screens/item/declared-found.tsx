/** Declared beside found, piece by piece; what differs is marked by a word for those who do not see the colour. */
import type { ReactNode } from 'react'
import type { ItemDetail } from '../../../shared/contract.ts'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type TextKey } from '../../i18n/text.tsx'

type Piece = ItemDetail['content'][number]
type PieceField = 'description' | 'hs' | 'quantity' | 'netWeightKg' | 'value' | 'origin'
export const PIECE_FIELDS: readonly { readonly field: PieceField; readonly label: TextKey; readonly mono: boolean }[] = [
  { field: 'description', label: 'item.content', mono: false },
  { field: 'hs', label: 'item.hs', mono: true },
  { field: 'quantity', label: 'item.quantity', mono: true },
  { field: 'netWeightKg', label: 'item.netWeight', mono: true },
  { field: 'value', label: 'item.value', mono: true },
  { field: 'origin', label: 'item.origin', mono: true },
]

/** How a field of a piece reads; `null` where it has nothing. */
export function usePieceText(): (piece: Pick<Piece, PieceField | 'currency'>, field: PieceField, currency: string | null) => string | null {
  const { amount, weight, count } = useFormats()
  return (piece, field, currency) => {
    if (piece[field] === null) return null
    if (field === 'value') return amount(piece.value, piece.currency ?? currency)
    if (field === 'netWeightKg') return weight(piece.netWeightKg)
    if (field === 'quantity') return piece.quantity === null ? null : count(piece.quantity)
    return piece[field]
  }
}

/** The narrow form of the side panel: a line a field, two columns. */
export function DeclaredFoundPanel({ content }: { readonly content: ItemDetail['content'] }) {
  const words = useWords()
  const text = usePieceText()
  return (
    <div className="pair">
      <span />
      <span className="h">{words('item.declared')}</span>
      <span className="h">{words('item.found')}</span>
      {content.map((piece) => (
        <PieceLines key={piece.piece} piece={piece} several={content.length > 1}>
          {PIECE_FIELDS.map(({ field, label, mono }) => {
            const declared = text(piece, field, null)
            const found = piece.found === null ? null : text(piece.found, field, piece.currency)
            const currencyDiffers =
              field === 'value' && piece.found?.currency !== null && piece.found?.currency !== undefined && piece.found.value === null && piece.found.currency !== piece.currency
            if (declared === null && found === null) return null
            return (
              <FieldLine key={field} label={words(label)}>
                <span className={declared === null ? 'muted' : mono ? 'mono' : ''}>{declared ?? words('word.none')}</span>
                <Found declared={declared} found={currencyDiffers ? (piece.found?.currency ?? null) : found} examined={piece.found !== null} mono={mono} />
              </FieldLine>
            )
          })}
        </PieceLines>
      ))}
    </div>
  )
}

function PieceLines({ piece, several, children }: { readonly piece: Piece; readonly several: boolean; readonly children: ReactNode }) {
  const words = useWords()
  return (
    <>
      {several ? <span className="piece">{words('item.piece', { piece: piece.piece })}</span> : null}
      {children}
    </>
  )
}

function FieldLine({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <span className="h">{label}</span>
      {children}
    </>
  )
}

export function Found({
  declared,
  found,
  examined,
  mono,
}: {
  readonly declared: string | null
  readonly found: string | null
  readonly examined: boolean
  readonly mono: boolean
}) {
  const words = useWords()
  if (!examined) return <span className="muted">{'—'}</span>
  if (found === null || found === declared) return <span className="muted">{words('item.asDeclared')}</span>
  return (
    <span className={mono ? 'diff mono' : 'diff'}>
      {found}
      <span className="sr"> ({words('item.differs')})</span>
    </span>
  )
}

/** The wide form of the item's own screen: a line a piece, what was found below what was declared. */
export function DeclaredFoundTable({ item }: { readonly item: ItemDetail }) {
  const words = useWords()
  const text = usePieceText()
  const { amount, weight } = useFormats()
  if (item.content.length === 0) return <p className="muted">{words(item.declaration === null ? 'item.noDeclaration' : 'item.noContent')}</p>
  return (
    <table className="dft">
      <thead>
        <tr>
          <th className="num">#</th>
          <th>
            <span className="sr">{words('item.declaredFound')}</span>
          </th>
          {PIECE_FIELDS.map(({ field, label }) => (
            <th key={field} className={END.has(field) ? 'num' : ''}>
              {words(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {item.content.flatMap((piece) => [
          <tr key={piece.piece}>
            <td className="num mono">{piece.piece}</td>
            <td className="side-name">{words('item.declared')}</td>
            {PIECE_FIELDS.map(({ field, mono }) => {
              const declared = text(piece, field, null)
              return (
                <td key={field} className={`${END.has(field) ? 'num' : ''} ${mono ? 'mono' : ''} ${declared === null ? 'muted' : ''}`}>
                  {declared ?? words('word.none')}
                </td>
              )
            })}
          </tr>,
          piece.found === null ? null : (
            <tr key={`${piece.piece} found`} className="found">
              <td />
              <td className="side-name">{words('item.found')}</td>
              {PIECE_FIELDS.map(({ field, mono }) => (
                <td key={field} className={END.has(field) ? 'num' : ''}>
                  <Found declared={text(piece, field, null)} found={piece.found === null ? null : text(piece.found, field, piece.currency)} examined mono={mono} />
                </td>
              ))}
            </tr>
          ),
        ])}
      </tbody>
      {item.content.length > 1 ? (
        <tfoot>
          <tr>
            <td />
            <td className="side-name">{words('item.total')}</td>
            <td colSpan={3} />
            <td className="num mono">{weight(totalWeight(item))}</td>
            <td className="num mono">{amount(item.value, item.currency)}</td>
            <td />
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}
const END: ReadonlySet<PieceField> = new Set(['quantity', 'netWeightKg', 'value'])

function totalWeight({ content }: ItemDetail): number | null {
  const weighed = content.filter((piece) => piece.netWeightKg !== null)
  return weighed.length === 0 ? null : weighed.reduce((sum, piece) => sum + Math.round((piece.netWeightKg ?? 0) * 1_000), 0) / 1_000
}
