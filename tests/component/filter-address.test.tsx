import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ITEM_FIELDS, ITEM_SORTS, itemFilterSchema } from '../../shared/contract.ts'
import { parseAddress, sameFilter, searchToView, viewToSearch, withClause, writeAddress, type Clause, type WorklistView } from '../../renderer/screens/worklist/filter-address.ts'
import { VIEWS } from '../../renderer/screens/worklist/views.ts'

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.length <= 200)
const hours = fc.integer({ min: 0, max: 8760 }).map(String)
const clauses = fc.uniqueArray(
  fc.constantFrom(...ITEM_FIELDS).chain((field) =>
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom('is' as const, 'not' as const),
      values: fc.array(field === 'heldHours' ? hours : words, { minLength: 1, maxLength: 5 }),
    }),
  ),
  { selector: ({ field, op }) => `${op} ${field}`, maxLength: 20 },
)
const views: fc.Arbitrary<WorklistView> = fc
  .record({ where: clauses, search: fc.option(fc.string({ minLength: 1, maxLength: 60 }), { nil: undefined }), sort: fc.constantFrom(...ITEM_SORTS) })
  .map(({ where, search, sort }) => ({ filter: search === undefined ? { where } : { where, search }, sort }))

describe('a filter in the address', () => {
  it('comes back as it was sent to a colleague', () => {
    fc.assert(
      fc.property(views, (view) => {
        const back = searchToView(parseAddress(writeAddress(viewToSearch(view)).replace(/^\?/, '')))
        expect(back).toEqual(view)
      }),
    )
  })

  it('reads as one would write it', () => {
    expect(
      writeAddress(
        viewToSearch({
          filter: {
            where: [
              { field: 'state', op: 'is', values: ['held'] },
              { field: 'lane', op: 'not', values: ['green', 'yellow'] },
            ],
            search: 'lamp',
          },
          sort: 'oldest',
        }),
      ),
    ).toBe('?state=held&not.lane=green&not.lane=yellow&q=lamp&sort=oldest')
    expect(writeAddress(viewToSearch({ filter: { where: [] }, sort: 'newest' }))).toBe('')
  })

  it('never throws and never asks what the desk would refuse, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { filter } = searchToView(parseAddress(text))
        expect(itemFilterSchema.safeParse(filter).success).toBe(true)
      }),
    )
    const hostile = `${'state=x&'.repeat(500)}constructor=1&__proto__=2&lane=&q=${'a'.repeat(999)}&sort=sideways`
    const { filter, sort } = searchToView(parseAddress(hostile))
    expect(itemFilterSchema.safeParse(filter).success).toBe(true)
    expect(filter.where).toHaveLength(1)
    expect(sort).toBe('newest')
  })

  it('changes a condition where it stands, and takes it away when nothing is left of it', () => {
    const held: Clause = { field: 'state', op: 'is', values: ['held'] }
    const red: Clause = { field: 'lane', op: 'is', values: ['red'] }
    const both = withClause({ where: [held] }, red, null)
    expect(both.where).toEqual([held, red])
    expect(withClause(both, { ...held, values: ['held', 'arrived'] }, held).where.map((clause) => clause.field)).toEqual(['state', 'lane'])
    expect(withClause(both, { ...held, values: [] }, held).where).toEqual([red])
    expect(withClause(both, { field: 'lane', op: 'is', values: ['green'] }, null).where, 'a second clause of the same kind replaces the first').toEqual([
      held,
      { field: 'lane', op: 'is', values: ['green'] },
    ])
  })

  it('knows a built-in view again, in whatever order it was written', () => {
    for (const view of VIEWS) {
      const back = searchToView(parseAddress(writeAddress(viewToSearch(view)).replace(/^\?/, '')))
      const reversed = { ...back.filter, where: back.filter.where.toReversed().map((clause) => ({ ...clause, values: clause.values.toReversed() })) }
      expect(VIEWS.find((one) => sameFilter(one.filter, reversed))?.id).toBe(view.id)
    }
  })
})
