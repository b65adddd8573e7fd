/** A row as the product ships it; see CodeRow for what it becomes. */
export interface ShippedRow {
  readonly code: string
  readonly label: string
  readonly labels?: Readonly<Record<string, string>>
  readonly extra?: Readonly<Record<string, string>>
}
export type ShippedTables = Readonly<Record<string, readonly ShippedRow[]>>

export function row(code: string, label: string, fr: string, extra?: Readonly<Record<string, string>>): ShippedRow {
  return { code, label, labels: { fr }, ...(extra ? { extra } : {}) }
}
