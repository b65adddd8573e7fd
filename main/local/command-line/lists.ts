/** What the desk holds, as lists ordered by identifier: dispatches, receptacles, items; and one item whole. */
import { ITEM_FIELDS, type ItemFilter, type ItemRow, type Output as Answer } from '../../../shared/contract.ts'
import { BUILT_IN_VIEWS, OFFICE_VIEWS } from '../../../shared/domain/built-in-views.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import { groupIdentifier, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { type Run, wholeNumber, withDesk } from './context.ts'
import { DONE, NotFound, UsageError } from './failures.ts'
import { count, Table } from './output.ts'
import { dispatchRecord, ITEM_KEYS, itemDetailRecord, type ItemRecord, itemRecord, receptacleRecord } from './rows.ts'
import { showItem } from './show-item.ts'

type SavedView = Answer<'views.list'>['views'][number]

/** Rows asked for at a time; the desk gives no more than 1,000. */
const PAGE = 1000

/** Follows a keyset to its end, page by page, so that memory does not grow with the store. */
export async function eachPage<Row>(
  ask: (after: string | null, limit: number) => Promise<{ readonly rows: Row[]; readonly next: string | null }>,
  each: (rows: Row[]) => Promise<number>,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let shown = 0
  let after: string | null = null
  while (shown < most) {
    const page: { readonly rows: Row[]; readonly next: string | null } = await ask(after, Math.min(PAGE, most - shown))
    shown += await each(page.rows)
    if (page.next === null) break
    after = page.next
  }
  return shown
}

export const dispatches: Run = async (context) =>
  withDesk(context, async (link) => {
    const { output } = context
    const table = new Table<ReturnType<typeof dispatchRecord>>(output, [
      { title: 'Dispatch', of: (row) => row.dispatch },
      { title: 'From', of: (row) => row.origin },
      { title: 'To', of: (row) => row.destination },
      { title: 'Status', of: (row) => row.status },
      { title: 'Receptacles', of: (row) => row.receptacles, right: true },
      { title: 'Items', of: (row) => row.items, right: true },
      { title: 'Declared', of: (row) => row.declared, right: true },
      { title: 'Held', of: (row) => row.held, right: true },
      { title: 'Released', of: (row) => row.released, right: true },
      { title: 'To present', of: (row) => row.toPresent, right: true },
      { title: 'Planned arrival', of: (row) => row.plannedArrival },
    ])
    const shown = await eachPage(
      (after, limit) => link.call('dispatches.list', { after, limit }),
      async (rows) => {
        const records = rows.map(dispatchRecord)
        if (output.asJson) for (const record of records) await output.record(record)
        else await table.rows(records)
        return rows.length
      },
    )
    if (!output.asJson) output.say(count(shown, 'dispatch', 'dispatches'))
    return DONE
  })

export const receptacles: Run = async (context, { options }) =>
  withDesk(context, async (link) => {
    const { output } = context
    const given = options.one('dispatch')
    const dispatch = given === null ? null : normaliseIdentifier(given)
    if (dispatch !== null && !(await link.call('items.lookup', { identifier: dispatch })).found) throw new NotFound(`There is no dispatch ${dispatch}.`)
    const table = new Table<ReturnType<typeof receptacleRecord>>(output, [
      { title: 'Receptacle', of: (row) => row.receptacle },
      { title: 'Type', of: (row) => row.type },
      { title: 'Kg', of: (row) => row.weightKg, right: true },
      { title: 'Announced', of: (row) => row.announcedItems, right: true },
      { title: 'Items', of: (row) => row.items, right: true },
      { title: 'Seen', of: (row) => row.seen, right: true },
      { title: 'Missing', of: (row) => row.missing, right: true },
      { title: 'Excess', of: (row) => row.excess, right: true },
      { title: 'Status', of: (row) => row.status },
    ])
    const shown = await eachPage(
      (after, limit) => link.call('receptacles.list', dispatch === null ? { after, limit } : { dispatch, after, limit }),
      async (rows) => {
        const records = rows.map(receptacleRecord)
        if (output.asJson) for (const record of records) await output.record(record)
        else await table.rows(records)
        return rows.length
      },
    )
    if (!output.asJson) output.say(count(shown, 'receptacle'))
    return DONE
  })

export const items: Run = async (context, { options }) => {
  const { filter: asked, keep } = itemConditions(options.all('where'), options.one('search'))
  const named = options.one('view')
  const limit = options.one('limit')
  const most = limit === null ? Number.POSITIVE_INFINITY : wholeNumber(limit, 'limit', 0, Number.MAX_SAFE_INTEGER)
  return withDesk(context, async (link) => {
    const { output } = context
    const filter = named === null ? asked : within(viewNamed(named, (await link.call('views.list', {})).views).filter, asked)
    const table = new Table<ItemRecord>(output, [
      { title: 'Item', of: (row) => row.item },
      { title: 'State', of: (row) => row.state },
      { title: 'Lane', of: (row) => row.lane },
      { title: 'From', of: (row) => row.originCountry },
      { title: 'Description', of: (row) => row.description, most: 40 },
      { title: 'Value', of: (row) => row.value, right: true },
      { title: '', of: (row) => row.currency ?? '' },
      { title: 'Addressee', of: (row) => row.addressee, most: 30 },
      { title: 'Last event', of: (row) => row.lastEvent },
    ])
    let shown = 0
    await eachPage(
      (after) => link.call('items.list', { filter, after, limit: Math.min(PAGE, keep === null ? Math.max(1, most - shown) : PAGE) }),
      async (rows: ItemRow[]) => {
        const all = rows.map(itemRecord)
        const records = (keep === null ? all : all.filter(keep)).slice(0, most - shown)
        if (output.asJson) for (const record of records) await output.record(record)
        else await table.rows(records)
        shown += records.length
        // A filter of ours may leave a page empty though more pages follow; only the limit ends the walk early.
        return shown >= most ? Number.POSITIVE_INFINITY : 0
      },
      most === 0 ? 0 : Number.POSITIVE_INFINITY,
    )
    if (!output.asJson) output.say(count(shown, 'item'))
    return DONE
  })
}

/**
 * The view of that name: a ready-made one, the office's, or with its owner before it (`anna/Late`) somebody's own.
 *
 * @throws UsageError
 */
function viewNamed(name: string, saved: readonly SavedView[]): { readonly filter: ItemFilter } {
  const plain = (text: string): string => text.trim().toLowerCase()
  const wanted = plain(name)
  const ready = BUILT_IN_VIEWS.find((view) => view.id === wanted)
  if (ready !== undefined) return { filter: { where: ready.filter.where.map((clause) => ({ ...clause, values: [...clause.values] })) } }
  const found = saved.find((view) => (view.owner === OFFICE_VIEWS ? plain(view.name) : `${view.owner}/${plain(view.name)}`) === wanted)
  if (found !== undefined) return found
  const names = [...BUILT_IN_VIEWS.map((view) => view.id), ...saved.map((view) => (view.owner === OFFICE_VIEWS ? view.name : `${view.owner}/${view.name}`))]
  throw new UsageError(`There is no view "${name}". Views: ${names.join(', ')}.`)
}

/** Both must hold; a text to look for that is given beside a view takes the place of the view's. */
function within(view: ItemFilter, asked: ItemFilter): ItemFilter {
  const search = asked.search ?? view.search
  const where = [...view.where, ...asked.where]
  return search === undefined ? { where } : { where, search }
}

type Where = ItemFilter['where'][number]
type Field = Where['field']

const FILTER_FIELDS: ReadonlySet<string> = new Set(ITEM_FIELDS)
const PRINTED: ReadonlySet<string> = new Set(ITEM_KEYS)
const isFilterField = (name: string): name is Field => FILTER_FIELDS.has(name)
const isPrinted = (name: string): name is (typeof ITEM_KEYS)[number] => PRINTED.has(name)

/** Values as the store writes them: identifiers in capitals without blanks, codes in their own case. */
function storedValue(field: string, value: string): string {
  switch (field) {
    case 'item':
    case 'dispatch':
    case 'receptacle':
      return normaliseIdentifier(value)
    case 'class':
    case 'originCountry':
    case 'currency':
    case 'lastEvent':
      return value.toUpperCase()
    case 'state':
      return oneOf(field, value.toLowerCase(), CASE_STATES)
    case 'lane':
      return oneOf(field, value.toLowerCase(), LANES)
    case 'targeted':
    case 'declared':
    case 'flagged':
    case 'open':
    case 'proposed':
    case 'reasoned':
    case 'returned':
      return oneOf(field, value.toLowerCase(), ['true', 'false'])
    default:
      return value
  }
}

function oneOf(field: string, value: string, values: readonly string[]): string {
  if (!values.includes(value)) throw new UsageError(`${field} is one of ${values.join(', ')}, not "${value}".`)
  return value
}

/**
 * What `--where` and `--search` ask for. Different fields must all hold; of one field given several times, any value
 * will do. Fields that the desk keeps no index of, and `null`, are compared here, row by row.
 *
 * @throws UsageError
 */
export function itemConditions(where: readonly string[], search: string | null): { readonly filter: ItemFilter; readonly keep: ((row: ItemRecord) => boolean) | null } {
  const asked = new Map<string, { readonly field: string; readonly not: boolean; readonly values: string[] }>()
  for (const text of where) {
    const match = /^([A-Za-z]+)(!?)=(.*)$/s.exec(text)
    if (match === null) throw new UsageError(`--where takes FIELD=VALUE (or FIELD!=VALUE), not "${text}".`)
    const [, name = '', bang, value = ''] = match
    const field = name === 'flags' ? 'flag' : name
    if (!isFilterField(field) && !isPrinted(field)) throw new UsageError(`There is no field "${name}". Fields: ${[...new Set([...ITEM_KEYS, ...ITEM_FIELDS])].join(', ')}.`)
    const key = `${field}${bang}`
    const entry = asked.get(key) ?? { field, not: bang === '!', values: [] }
    entry.values.push(isPrinted(field) && (value === 'null' || value === '') ? 'null' : storedValue(field, value))
    asked.set(key, entry)
  }
  const indexed: Where[] = []
  const tests: ((row: ItemRecord) => boolean)[] = []
  for (const { field, not, values } of asked.values()) {
    if (isFilterField(field) && !values.includes('null') && values.length <= 50) indexed.push({ field, op: not ? 'not' : 'is', values })
    else if (isPrinted(field)) tests.push((row) => values.includes(String(row[field])) !== not)
    else throw new UsageError(`--where ${field} takes no more than 50 values.`)
  }
  const filter: ItemFilter = search === null ? { where: indexed } : { where: indexed, search }
  return { filter, keep: tests.length === 0 ? null : (row) => tests.every((test) => test(row)) }
}

export const item: Run = async (context, { positionals }) =>
  withDesk(context, async (link) => {
    const [given = ''] = positionals
    const { item: detail } = await link.call('items.get', { item: given })
    if (detail === null) throw new NotFound(`There is no item ${groupIdentifier(normaliseIdentifier(given))}.`)
    const record = itemDetailRecord(detail)
    if (context.output.asJson) await context.output.record(record)
    else await showItem(context.output, record)
    return DONE
  })
