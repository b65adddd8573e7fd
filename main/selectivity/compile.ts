/** A condition as a tree of nodes that test and explain. */
import { activeRows, cellOf, type CodeTables } from '../../shared/domain/code-tables.ts'
import type { ContentPiece } from '../../shared/domain/records.ts'
import { RULE_FIELDS, type Field, type ItemSubject, type Scalar } from '../../shared/domain/rule-fields.ts'
import type { Condition, FieldTest, TableTest } from '../../shared/domain/rules.ts'
import { codeForm, compileTest, type ShareTest } from './tests.ts'
import { joined, note, noteAside, notePiece, type Explanation } from './explanation.ts'

/** What an evaluation walks over. One object is used again and again: an allocation per item would be felt. */
export interface Evaluated {
  subject: ItemSubject
  pieces: readonly ContentPiece[]
  /** Inside `onePiece`: the piece in question. */
  piece: ContentPiece | null
}

export interface Node {
  test(of: Evaluated): boolean
  /** Adds the values behind the answer of `test`, whichever it was (a `not` asks for those of a no). */
  explain(of: Evaluated, into: Explanation): void
}

/** Compiles a condition. `share` makes the test of a random share, in per mille. */
export function compileCondition(condition: Condition, tables: CodeTables, share: ShareTest): Node {
  const compile = (inner: Condition): Node => compileCondition(inner, tables, share)
  if ('all' in condition) return every(condition.all.map(compile))
  if ('any' in condition) return some(condition.any.map(compile))
  if ('not' in condition) return not(compile(condition.not))
  if ('onePiece' in condition) return onePiece(compile(condition.onePiece))
  if ('inTable' in condition) return inTable(condition, tables)
  return fieldNode(condition, tables, share)
}

function every(nodes: readonly Node[]): Node {
  return {
    test(of) {
      for (const node of nodes) if (!node.test(of)) return false
      return true
    },
    explain(of, into) {
      const held = nodes.every((node) => node.test(of))
      for (const node of nodes) if (held || !node.test(of)) node.explain(of, into)
    },
  }
}

function some(nodes: readonly Node[]): Node {
  return {
    test(of) {
      for (const node of nodes) if (node.test(of)) return true
      return false
    },
    explain(of, into) {
      const held = nodes.some((node) => node.test(of))
      for (const node of nodes) if (!held || node.test(of)) node.explain(of, into)
    },
  }
}

function not(node: Node): Node {
  return { test: (of) => !node.test(of), explain: (of, into) => node.explain(of, into) }
}

/** Nested in another `onePiece` it is about the piece at hand: "one of one". */
function onePiece(node: Node): Node {
  const find = (of: Evaluated): ContentPiece | null => {
    if (of.piece !== null) return node.test(of) ? of.piece : null
    for (const piece of of.pieces) {
      of.piece = piece
      const holds = node.test(of)
      of.piece = null
      if (holds) return piece
    }
    return null
  }
  return {
    test: (of) => find(of) !== null,
    explain(of, into) {
      const outer = of.piece
      const piece = find(of)
      if (piece !== null) notePiece(into, piece)
      of.piece = piece ?? outer
      node.explain(of, into)
      of.piece = outer
    },
  }
}

function fieldNode(condition: FieldTest, tables: CodeTables, share: ShareTest): Node {
  const field = fieldOf(condition.field)
  const { holds, aside } = compileTest(condition, field, tables, share)
  const noteValue = (into: Explanation, value: Scalar): void => {
    note(into, field, value)
    const extra = aside?.(value)
    if (extra) noteAside(into, extra.name, extra.value)
  }
  switch (field.of) {
    case 'item': {
      const { read } = field
      return { test: (of) => holds(read(of.subject)), explain: (of, into) => noteValue(into, read(of.subject)) }
    }
    case 'list': {
      const { read } = field
      return {
        test: (of) => read(of.subject).some(holds),
        explain(of, into) {
          const values = read(of.subject)
          const cause = values.find(holds)
          noteValue(into, cause === undefined ? joined(values) : cause)
        },
      }
    }
    case 'piece': {
      const { read } = field
      const find = (of: Evaluated): ContentPiece | null => {
        if (of.piece !== null) return holds(read(of.piece)) ? of.piece : null
        for (const piece of of.pieces) if (holds(read(piece))) return piece
        return null
      }
      return {
        test: (of) => find(of) !== null,
        explain(of, into) {
          const piece = find(of) ?? of.piece
          if (piece === null) return note(into, field, joined(of.pieces.map(read)))
          notePiece(into, piece)
          noteValue(into, read(piece))
        },
      }
    }
  }
}

interface Row {
  /** In the order of the test's columns; `''` matches anything. */
  readonly cells: readonly string[]
}

/** Rows are found by their first column, so a long table costs an item no more than a short one. */
function inTable({ inTable: table, match, where }: TableTest, tables: CodeTables): Node {
  const columns = Object.entries(match).map(([column, name]) => ({ column, field: fieldOf(name) }))
  const byFirst = new Map<string, Row[]>()
  for (const row of activeRows(tables, table, where)) {
    const cells = columns.map(({ column }) => codeForm(cellOf(row, column)))
    if (cells.every((cell) => cell === '')) continue
    const first = cells[0] ?? ''
    const others = byFirst.get(first)
    if (others) others.push({ cells })
    else byFirst.set(first, [{ cells }])
  }
  const ofPieces = columns.some(({ field }) => field.of === 'piece')
  const listed = (of: Evaluated, piece: ContentPiece | null): boolean => {
    const value = (at: number): string => {
      const field = columns[at]?.field
      const read = field === undefined ? null : field.of === 'item' ? field.read(of.subject) : field.of === 'piece' && piece !== null ? field.read(piece) : null
      return typeof read === 'string' ? codeForm(read) : ''
    }
    const matches = (row: Row): boolean => row.cells.every((cell, at) => cell === '' || cell === value(at))
    const first = value(0)
    return (first !== '' && (byFirst.get(first)?.some(matches) ?? false)) || (byFirst.get('')?.some(matches) ?? false)
  }
  const find = (of: Evaluated): ContentPiece | null => (of.piece !== null ? (listed(of, of.piece) ? of.piece : null) : (of.pieces.find((piece) => listed(of, piece)) ?? null))
  return {
    test: (of) => byFirst.size > 0 && (ofPieces ? find(of) !== null : listed(of, null)),
    explain(of, into) {
      const piece = ofPieces ? (find(of) ?? of.piece) : null
      if (piece !== null) notePiece(into, piece)
      for (const { field } of columns) {
        if (field.of === 'item') note(into, field, field.read(of.subject))
        else if (field.of === 'piece') note(into, field, piece === null ? joined(of.pieces.map(field.read)) : field.read(piece))
      }
    },
  }
}

function fieldOf(name: string): Field {
  const field = RULE_FIELDS.get(name)
  if (field === undefined) throw new Error(`A rule names the field ${name}, which parseRule would have refused`)
  return field
}
