/** What was written into a workbook is what is read from it, and no byte that went wrong on the way is taken for another. */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { writeXlsx } from 'hucre/xlsx'
import { MANIFEST } from '../../main/exchange/maps/table-maps.ts'
import { cellText } from '../../main/exchange/table/rows.ts'
import { openSource } from '../../main/exchange/table/source.ts'
import { sheetData, workbookParts, zipOf } from '../fakes/zip.ts'
import { only, read } from '../unit/exchange/reading.ts'

/** Text that XML can hold; a blank cell is none. */
const word = fc
  .string({ unit: fc.constantFrom(...'abcXYZ 0123456789äßñ漢字ع=+-@"\'&<>;,._x005F_\t'), minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() !== '' && !/_x[0-9A-Fa-f]{4}_/.test(text))
const number = fc.oneof(
  fc.integer({ min: -1e9, max: 1e9 }),
  fc.integer({ min: 0, max: 10_000_000 }).map((thousandths) => thousandths / 1000),
)
const day = fc.integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2060, 0, 1) / 86_400_000 }).map((days) => new Date(days * 86_400_000))
const cell = fc.oneof(word, number, fc.boolean(), day, fc.constant(null))

function rowsOf(bytes: Uint8Array): string[][] {
  const steps = openSource(Uint8Array.from(bytes))
  const opened = whole(steps)
  if (!opened.ok) throw new Error(opened.code)
  try {
    const read = whole(opened.source.rows(0))
    if (!read.ok) throw new Error(read.problem.code)
    const out: string[][] = []
    for (const { number: at, cells } of read.value) out[at - 1] = cells.map((one) => cellText(one, 'point'))
    return out
  } finally {
    opened.source.close()
  }
}
function whole<T>(steps: Generator<void, T>): T {
  for (;;) {
    const next = steps.next()
    if (next.done === true) return next.value
  }
}

const said = (value: string | number | boolean | Date | null): string =>
  value === null ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : typeof value === 'number' ? cellText(value, 'point') : String(value)

describe('a workbook', () => {
  it('gives back what was written into it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 8 }), { minLength: 1, maxLength: 12 }), fc.constantFrom('shared', 'inline'), async (rows, stringMode) => {
        const bytes = await writeXlsx({ sheets: [{ name: 'S', rows }], stringMode: stringMode as 'shared' | 'inline' })
        const expected: string[][] = []
        for (const [at, row] of rows.entries()) {
          const texts = row.map(said)
          while (texts.length > 0 && texts.at(-1) === '') texts.pop()
          if (texts.length > 0) expected[at] = texts
        }
        const got = rowsOf(bytes)
        if (JSON.stringify(got) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(got)}\nis not\n${JSON.stringify(expected)}`)
      }),
      { numRuns: 15 },
    )
  })

  it('with bytes that went wrong is set aside or reads as it was, and nothing throws', () => {
    const bytes = zipOf(
      workbookParts([
        {
          name: 'M',
          xml: sheetData([
            ['Item', 'Description', 'Quantity'],
            ['LX806576725FR', 'bowl', 3],
          ]),
        },
      ]),
    )
    const right = JSON.stringify(only(read(bytes, { maps: [MANIFEST] })).records)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length)),
        (faults, length) => {
          const wrong = Buffer.from(bytes.subarray(0, length))
          for (const [at, by] of faults) if (at < wrong.length) wrong[at] = (wrong[at] ?? 0) ^ by
          const { end, records } = only(read(wrong, { maps: [MANIFEST], fileName: 'list.xlsx' }))
          return end.outcome === 'set-aside' ? records.length === 0 : JSON.stringify(records) === right
        },
      ),
      { numRuns: 50 },
    )
  })
})
