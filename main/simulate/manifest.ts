/** Declarations as a table, as small posts send them by mail: a row per content piece, in the sender's own language and habits. */
import { stringify } from 'csv-stringify/sync'
import type { ContentPiece, Declaration } from '../../shared/domain/records.ts'

interface Column {
  /** English, French. */
  readonly title: readonly [string, string]
  readonly of: (item: Declaration, piece: ContentPiece, decimal: (text: string) => string) => string | number | null
}

const kilograms = (grams: number | null): string => (grams === null ? '' : (grams / 1000).toFixed(3))

const COLUMNS: readonly Column[] = [
  { title: ['Item', "Numéro d'envoi"], of: (item) => item.item },
  { title: ['Posting date', 'Date de dépôt'], of: (item) => item.postingDate },
  { title: ['Class', 'Class'], of: (item) => item.mailClass },
  { title: ['Category', 'Category'], of: (item) => item.mailCategory },
  { title: ['Origin operator', 'Origin operator'], of: (item) => item.originOperator },
  { title: ['Dispatch', 'Dépêche'], of: (item) => item.dispatch },
  { title: ['Receptacle', 'Récipient'], of: (item) => item.receptacle },
  { title: ['Nature', 'Nature de la transaction'], of: (item) => item.nature },
  { title: ['Gross kg', 'Poids brut kg'], of: (item, _, decimal) => decimal(kilograms(item.grossWeightG)) },
  { title: ['Sender', 'Expéditeur'], of: (item) => item.sender?.name ?? null },
  { title: ['Sender street', 'Sender street'], of: (item) => item.sender?.street ?? null },
  { title: ['Sender city', 'Sender city'], of: (item) => item.sender?.city ?? null },
  { title: ['Sender postal code', 'Sender postal code'], of: (item) => item.sender?.postalCode ?? null },
  { title: ['Sender country', "Pays de l'expéditeur"], of: (item) => item.sender?.country ?? null },
  { title: ['Sender phone', 'Sender phone'], of: (item) => item.sender?.telephone ?? null },
  { title: ['Addressee', 'Destinataire'], of: (item) => item.addressee?.name ?? null },
  { title: ['Company', 'Company'], of: (item) => item.addressee?.company ?? null },
  { title: ['Street', 'Adresse'], of: (item) => item.addressee?.street ?? null },
  { title: ['City', 'Ville'], of: (item) => item.addressee?.city ?? null },
  { title: ['Postal code', 'Code postal'], of: (item) => item.addressee?.postalCode ?? null },
  { title: ['Country', 'Pays'], of: (item) => item.addressee?.country ?? null },
  { title: ['Piece', 'Article'], of: (_, piece) => piece.piece },
  { title: ['Description', 'Description'], of: (_, piece) => piece.description },
  { title: ['Quantity', 'Quantité'], of: (_, piece) => piece.quantity },
  { title: ['Net kg', 'Poids net'], of: (_, piece, decimal) => decimal(kilograms(piece.netWeightG)) },
  { title: ['Value', 'Valeur'], of: (_, piece, decimal) => decimal(piece.value?.text ?? '') },
  { title: ['Currency', 'Devise'], of: (_, piece) => piece.value?.currency ?? null },
  { title: ['HS', 'Code SH'], of: (_, piece) => piece.hs },
  { title: ['Origin', "Pays d'origine"], of: (_, piece) => piece.origin },
]

/** Posts whose tables are in French, with semicolons and decimal commas. */
const FRENCH: ReadonlySet<string> = new Set(['MA', 'EG'])

export function manifest(items: readonly Declaration[], country: string): Uint8Array {
  const french = FRENCH.has(country)
  const decimal = french ? (text: string): string => text.replace('.', ',') : (text: string): string => text
  const rows = items.flatMap((item) => item.content.map((piece) => COLUMNS.map((column) => column.of(item, piece, decimal))))
  const titles = COLUMNS.map(({ title }) => title[french ? 1 : 0])
  return Buffer.from(stringify([titles, ...rows], { delimiter: french ? ';' : ',', bom: country !== 'NG', record_delimiter: 'windows' }), 'utf8')
}
