/**
 * Views of the worklist: a filter with a name, an order, and its columns. The built-in ones come with the product;
 * an officer's own and the office's are records of the ledger (`@view/<owner>/<id>`), so that they travel like rules.
 */
import { itemFilterSchema, itemSortSchema } from '../contract/records.ts'
import { z } from '../zod.ts'
import { OFFICE_VIEWS } from './built-in-views.ts'

export const viewColumnsSchema = z.strictObject({
  order: z.array(z.string().max(40)).max(100),
  visible: z.record(z.string().max(40), z.boolean()),
  /** CSS pixels, of those that were widened. */
  sizes: z.record(z.string().max(40), z.number().min(20).max(2000)),
  /** How many columns stay at the start when the list is scrolled sideways. */
  frozen: z.number().int().min(0).max(10),
})
export const viewSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  filter: itemFilterSchema,
  sort: itemSortSchema,
  columns: viewColumnsSchema.nullable(),
})
export type View = z.infer<typeof viewSchema>

/** `anna/0199…` → whose it is and its id. */
export function viewOf(key: string): { readonly owner: string; readonly id: string } {
  const slash = key.indexOf('/')
  return slash === -1 ? { owner: key, id: '' } : { owner: key.slice(0, slash), id: key.slice(slash + 1) }
}

export interface SavedView extends View {
  readonly id: string
  readonly owner: string
}

/**
 * The views that one officer sees, own ones and the office's, by name. Without an officer (a script on this machine)
 * everybody's. One that a newer desk wrote and this one cannot read is counted and left alone.
 */
export function viewsFor(views: Readonly<Record<string, unknown>>, login: string | null): { readonly views: readonly SavedView[]; readonly unread: number } {
  let unread = 0
  const found = Object.entries(views).flatMap(([key, kept]): SavedView[] => {
    const { owner, id } = viewOf(key)
    if (login !== null && owner !== login && owner !== OFFICE_VIEWS) return []
    const read = viewSchema.safeParse(kept)
    if (read.success) return [{ ...read.data, id, owner }]
    unread += 1
    return []
  })
  return { views: found.toSorted((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id)), unread }
}
