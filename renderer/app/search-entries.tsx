/** What a search has found, as lines of a list: the search field and the palette show the same. */
import { ListFilter, Package, ScanBarcode } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/contract.ts'
import { kindOf, normaliseIdentifier } from '../../shared/domain/identifiers.ts'
import { Identifier } from '../components/identifier.tsx'
import { LaneMark, StateMark } from '../components/marks.tsx'
import { useWords } from '../i18n/text.tsx'

type Found = Output<'search'>
export type Entry =
  | { readonly kind: 'item'; readonly row: Found['items'][number] }
  | { readonly kind: 'receptacle' | 'dispatch'; readonly id: string }
  | { readonly kind: 'open'; readonly id: string }
  | { readonly kind: 'all'; readonly text: string }

export function entriesOf(text: string, found: Found | undefined): Entry[] {
  const id = normaliseIdentifier(text)
  const kind = kindOf(id)
  const entries: Entry[] = (found?.items ?? []).map((row) => ({ kind: 'item', row }))
  for (const { receptacle } of found?.receptacles ?? []) entries.push({ kind: 'receptacle', id: receptacle })
  for (const { dispatch } of found?.dispatches ?? []) entries.push({ kind: 'dispatch', id: dispatch })
  if (kind === 'item' && !entries.some((entry) => entry.kind === 'item' && entry.row.item === id)) entries.push({ kind: 'open', id })
  entries.push({ kind: 'all', text })
  return entries
}

/** Where a line leads. */
export function addressOf(entry: Entry) {
  if (entry.kind === 'item') return { to: '/items/$item', params: { item: entry.row.case } } as const
  if (entry.kind === 'open') return { to: '/items/$item', params: { item: entry.id } } as const
  if (entry.kind === 'all') return { to: '/worklist', search: { q: [entry.text] } } as const
  return { to: '/worklist', search: { [entry.kind]: [entry.id] } } as const
}

export const keyOfEntry = (entry: Entry) => (entry.kind === 'item' ? entry.row.case : entry.kind === 'all' ? 'all' : `${entry.kind} ${entry.id}`)

export function EntryLine({ entry, nothing }: { readonly entry: Entry; readonly nothing: boolean }) {
  const words = useWords()
  if (entry.kind === 'item')
    return (
      <>
        <Identifier value={entry.row.item} />
        <span className="clip muted grow">{entry.row.description}</span>
        <LaneMark lane={entry.row.lane} />
        <StateMark state={entry.row.state} />
      </>
    )
  if (entry.kind === 'all')
    return (
      <>
        <ListFilter className="i" aria-hidden />
        <span className="clip">{words(nothing ? 'frame.search.none' : 'frame.search.all', { text: entry.text })}</span>
      </>
    )
  return (
    <>
      {entry.kind === 'open' ? <ScanBarcode className="i" aria-hidden /> : <Package className="i" aria-hidden />}
      <Identifier value={entry.id} />
      <span className="muted small end">{words(entry.kind === 'dispatch' ? 'field.dispatch' : entry.kind === 'receptacle' ? 'field.receptacle' : 'field.item')}</span>
    </>
  )
}

/** A text as it was some moments ago: a scanner's or a fast typist's letters are asked about once. */
export function useSettledText(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 90)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
