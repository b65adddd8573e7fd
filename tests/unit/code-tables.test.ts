import { describe, expect, it } from 'vitest'
import { activeRows, BUILT_IN_TABLES, cellOf, codeLabel, codeRow, mergeTables, type CodeChange } from '../../shared/domain/code-tables.ts'
import { DECISIONS, EXAMINATION_KINDS } from '../../shared/domain/codes.ts'
import { codeRowSchema } from '../../shared/contract.ts'

const set = (table: string, code: string, label: string, parts: { labels?: Record<string, string>; extra?: Record<string, string> } = {}): CodeChange => ({
  kind: 'set',
  table,
  code,
  label,
  labels: {},
  extra: {},
  ...parts,
})
const remove = (table: string, code: string): CodeChange => ({ kind: 'remove', table, code })
const codes = (table: string, tables = BUILT_IN_TABLES) => (tables.get(table) ?? []).map((row) => row.code)

describe('the tables as shipped', () => {
  it('have the shape that screens and the command line read', () => {
    for (const rows of BUILT_IN_TABLES.values()) for (const row of rows) expect(codeRowSchema.parse(row)).toEqual(row)
  })
  it('name each code once', () => {
    const repeated = [...BUILT_IN_TABLES].filter(([, rows]) => new Set(rows.map((row) => row.code)).size !== rows.length).map(([table]) => table)
    expect(repeated).toEqual([])
  })
  it('have a French label wherever the English one is a phrase', () => {
    const words = ['vague-descriptions', 'watch-words', 'battery-words', 'firm-words', 'empty-party-words']
    const untranslated = [...BUILT_IN_TABLES.values()].flat().filter((row) => !words.includes(row.table) && !row.labels['fr'])
    expect(untranslated).toEqual([])
  })
  it('know all 25 events, all decisions and all kinds of examination', () => {
    expect(codes('event-codes').length).toBe(25)
    expect(codes('decisions')).toEqual([...DECISIONS])
    expect(codes('examination-kinds')).toEqual([...EXAMINATION_KINDS])
  })
  it('never let “returned from customs” read as “returned to sender”', () => {
    expect(codeLabel(BUILT_IN_TABLES, 'event-codes', 'EDC', 'fr')).toBe('Envoi rendu à la poste par la douane (importation)')
  })
  it('give each retention reason its event', () => {
    for (const row of BUILT_IN_TABLES.get('retention-reasons') ?? []) expect(['EME', 'EDC', 'EDX']).toContain(cellOf(row, 'event'))
    expect(activeRows(BUILT_IN_TABLES, 'retention-reasons', { event: 'EME' }).length).toBe(13)
    expect(codeRow(BUILT_IN_TABLES, 'retention-reasons', 'proof-of-value')?.extra['upu_code']).toBe('65')
  })
  it('have the watched origins, empty: an office fills them', () => {
    expect(BUILT_IN_TABLES.get('watched-origins')).toEqual([])
  })
})

describe('an office’s changes', () => {
  it('add rows after the built-in ones, by code', () => {
    const tables = mergeTables(BUILT_IN_TABLES, [set('mail-class', 'Z', 'Zeppelin'), set('mail-class', 'A', 'Other')])
    expect(codes('mail-class', tables)).toEqual(['U', 'C', 'E', 'T', 'A', 'Z'])
    expect(codeRow(tables, 'mail-class', 'Z')).toEqual({ table: 'mail-class', code: 'Z', label: 'Zeppelin', labels: {}, extra: {}, builtIn: false, active: true })
  })
  it('change a built-in row text by text, column by column, in its place', () => {
    const tables = mergeTables(BUILT_IN_TABLES, [set('retention-reasons', 'no-contact', 'Nobody answers', { extra: { upu_code: '7' } })])
    expect(codes('retention-reasons', tables)).toEqual(codes('retention-reasons'))
    expect(codeRow(tables, 'retention-reasons', 'no-contact')).toMatchObject({
      label: 'Nobody answers',
      labels: { fr: expect.stringContaining('injoignable') },
      extra: { event: 'EME', upu_code: '7' },
      builtIn: true,
    })
  })
  it('make a removed built-in row inactive, and active again when it is set', () => {
    const removed = mergeTables(BUILT_IN_TABLES, [remove('vague-descriptions', 'Glass')])
    expect(codeRow(removed, 'vague-descriptions', 'Glass')?.active).toBe(false)
    expect(activeRows(removed, 'vague-descriptions').some((row) => row.code === 'Glass')).toBe(false)
    expect(codeRow(mergeTables(removed, [set('vague-descriptions', 'Glass', 'Glass')]), 'vague-descriptions', 'Glass')?.active).toBe(true)
  })
  it('take an own row away', () => {
    expect(codes('flags', mergeTables(BUILT_IN_TABLES, [set('flags', 'x', 'X'), remove('flags', 'x')]))).toEqual(codes('flags'))
  })
  it('may make a table of their own; removing what is not there does nothing', () => {
    expect(codes('storage-places', mergeTables(BUILT_IN_TABLES, [set('storage-places', 'A1', 'Shelf A1')]))).toEqual(['A1'])
    expect(mergeTables(BUILT_IN_TABLES, [remove('storage-places', 'A1')])).toEqual(BUILT_IN_TABLES)
  })
  it('count in their order, the last one last', () => {
    expect(codeLabel(mergeTables(BUILT_IN_TABLES, [set('flags', 'x', 'One'), set('flags', 'x', 'Two')]), 'flags', 'x', 'en')).toBe('Two')
  })
  it('leave the tables as shipped untouched', () => {
    const before = JSON.stringify([...BUILT_IN_TABLES])
    mergeTables(BUILT_IN_TABLES, [set('flags', 'suspicion', 'Changed'), remove('nature', '11')])
    expect(JSON.stringify([...BUILT_IN_TABLES])).toBe(before)
  })
})

describe('a label', () => {
  it.each([
    ['nature', '31', 'fr', 'Cadeau'],
    ['nature', '31', 'en', 'Gift'],
    ['nature', '31', 'es', 'Gift'],
    ['nature', '47', 'en', '47'],
    ['no-table', '31', 'en', '31'],
    ['nature', '__proto__', 'en', '__proto__'],
  ])('%s %s in %s: %s', (table, code, language, label) => {
    expect(codeLabel(BUILT_IN_TABLES, table, code, language)).toBe(label)
  })
})
