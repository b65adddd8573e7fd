/** The search of the top bar: a few of each kind, while somebody types. */
import type { Output } from '../../../shared/contract.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { ReadDb } from '../open.ts'
import { dispatchesLike, receptaclesLike } from './consignments.ts'
import { newestByText } from './full-text.ts'
import { itemRow } from './item-rows.ts'
import { rowsOf } from './positions.ts'
import { fragmentOf, soughtBy } from './search-text.ts'
import { column } from './statements.ts'
import { numbersOf } from './walk.ts'

/** Items newest first, never by rank: what came today matters more than a description that says the word twice. */
export function search(db: ReadDb, { text, limit }: { readonly text: string; readonly limit: number }): Output<'search'> {
  const fragment = fragmentOf(text)
  return {
    items: rowsOf(db, itemNumbers(db, text, limit)).map(itemRow),
    receptacles: fragment === null || !/[0-9]/.test(fragment) ? [] : receptaclesLike(db, fragment, limit),
    dispatches: fragment === null ? [] : dispatchesLike(db, fragment, limit),
  }
}

/** A last word beyond the length of the prefix index. */
const LONG_BEGINNING = /.{4}"\*$/u

function itemNumbers(db: ReadDb, text: string, limit: number): number[] {
  const sought = soughtBy(text)
  switch (sought.kind) {
    case 'nothing':
      return []
    case 'item':
      return numbersOf(db, 'item', [sought.identifier]).slice(0, limit)
    case 'receptacle':
      return column<number>(db, 'SELECT id FROM item INDEXED BY item_receptacle WHERE receptacle = ? ORDER BY id DESC LIMIT ?', [sought.identifier, limit])
    case 'dispatch':
      return column<number>(db, 'SELECT id FROM item INDEXED BY item_dispatch WHERE dispatch = ? ORDER BY id DESC LIMIT ?', [sought.identifier, limit])
    case 'text': {
      // An identifier that failed its check is no S10, but somebody may well scan it.
      const exact = numbersOf(db, 'item', [normaliseIdentifier(text)])
      if (exact.length > 0) return exact.slice(0, limit)
      // The whole word first: it is found at once, while a beginning has to gather all words that it begins.
      for (const way of sought.ways) {
        const whole = way.by === 'words' && LONG_BEGINNING.test(way.match) ? newestByText(db, { by: 'words', match: way.match.slice(0, -1) }, limit) : []
        if (whole.length === limit) return whole
        const found = newestByText(db, way, limit)
        if (found.length > 0) return found
      }
      return []
    }
  }
}
