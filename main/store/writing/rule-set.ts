/** The rules in force: the built-in ones, the office's changes to them, over its code tables. */
import { BUILT_IN_TABLES, mergeTables, type CodeTables } from '../../../shared/domain/code-tables.ts'
import type { OfficeState } from '../../../shared/domain/office.ts'
import { parseRule, type Rule } from '../../../shared/domain/rules.ts'
import { settingsOf, SHARE_KEY } from '../../../shared/domain/settings.ts'
import { localToUtc } from '../../../shared/domain/time.ts'
import { builtInRules } from '../../selectivity/built-in.ts'
import { compileRules, type RuleSet } from '../../selectivity/evaluate.ts'
import { keyedSha256 } from '../../selectivity/share.ts'

export function tablesOf(state: OfficeState): CodeTables {
  const changes = Object.values(state.codes).flatMap((table) => Object.values(table))
  return mergeTables(
    BUILT_IN_TABLES,
    changes.map((entry) =>
      entry.removed
        ? { kind: 'remove', table: entry.table, code: entry.code }
        : { kind: 'set', table: entry.table, code: entry.code, label: entry.label ?? entry.code, labels: entry.labels, extra: entry.extra },
    ),
  )
}

/** Built-in rules and the office's, as they stand; a rule that this version cannot read is left out and named. */
export function rulesOf(state: OfficeState): { readonly rules: readonly Rule[]; readonly unread: readonly string[] } {
  const unread: string[] = []
  const own: Rule[] = []
  for (const { id, rule } of Object.values(state.rules)) {
    const reading = parseRule(rule)
    if (reading.ok) own.push(reading.rule)
    else unread.push(id)
  }
  const hidden = new Set([...state.removedRules, ...own.map((rule) => rule.id)])
  const shipped = builtInRules({ randomSharePerMille: settingsOf(state).randomSharePerMille }).filter((rule) => !hidden.has(rule.id))
  return { rules: [...shipped, ...own], unread }
}

/** Whether a change of the office's state may move items to other lanes. */
export function movesLanes(before: OfficeState, after: OfficeState): boolean {
  if (before === after) return false
  const [was, is] = [settingsOf(before), settingsOf(after)]
  return (
    after.rulesVersion !== before.rulesVersion ||
    after.codes !== before.codes ||
    is.randomSharePerMille !== was.randomSharePerMille ||
    is.zone !== was.zone ||
    after.settings[SHARE_KEY] !== before.settings[SHARE_KEY]
  )
}

export function ruleSetOf(state: OfficeState): RuleSet {
  const shareKey = state.settings[SHARE_KEY]
  const zone = settingsOf(state).zone
  return compileRules(rulesOf(state).rules, tablesOf(state), {
    shareKey: typeof shareKey === 'string' ? shareKey : '',
    hash: keyedSha256,
    version: state.rulesVersion,
    dayStart: (day) => localToUtc(Date.parse(`${day}T00:00:00Z`), zone),
  })
}
