/** Where the officer stood in each list of this session: coming back from an item finds the row again. */
import { onOfficerGone } from '../../app/officer-memory.ts'
import type { WorklistSearch, WorklistView } from './filter-address.ts'

const KEPT = 50
const cursors = new Map<string, number>()
let last: { readonly view: WorklistView; readonly cursor: number; readonly address: string } | null = null

export function rememberList(address: string, view: WorklistView, cursor: number): void {
  cursors.delete(address)
  cursors.set(address, cursor)
  if (cursors.size > KEPT) cursors.delete(cursors.keys().next().value ?? '')
  last = { view, cursor, address }
}

onOfficerGone(() => {
  cursors.clear()
  last = null
})

export const rememberedCursor = (address: string): number => cursors.get(address) ?? 0

/** The list from which the item on the screen was opened; `null` after a start elsewhere. */
export const lastList = () => last

/** Its address, with the view that it was opened by. */
export const lastAddress = (): WorklistSearch => (last === null ? {} : (JSON.parse(last.address) as WorklistSearch))

export function moveInLastList(cursor: number): void {
  if (last !== null) rememberList(last.address, last.view, cursor)
}
