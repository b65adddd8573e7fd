/**
 * The actions on a case as the registry of keys knows them: all of them, those without a key too, with why not where
 * the item as it stands refuses.
 */
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import type { KeyBinding } from '../../app/keys.tsx'
import { useSaid, useWords, type TextKey } from '../../i18n/text.tsx'
import type { Action } from './action-flow.tsx'
import { ACTION_KEYS, MORE_ACTIONS, TWINS } from './action-forms.ts'

const KEYED = ['present', 'examine', 'hold', 'request-info', 'release', 'target', 'flag', 'note'] as const satisfies readonly CaseCommandName[]
/** `approve` is for one item only; it has its place on the item's own screen. */
const NAMES: readonly CaseCommandName[] = [...KEYED, 'record', 'approve', 'reopen', ...MORE_ACTIONS.filter((name) => !(KEYED as readonly CaseCommandName[]).includes(name))]
const isKeyed = (name: CaseCommandName): boolean => (KEYED as readonly CaseCommandName[]).includes(name)

export const caseRows = (also: readonly CaseCommandName[] = []): Partial<Record<TextKey, readonly string[]>> =>
  Object.fromEntries(NAMES.map((name) => [`act.${name}`, isKeyed(name) || also.includes(name) ? [ACTION_KEYS[name] ?? ''] : []]))

/** The label under which the key of an action is known: twins share the key of the first. */
export function keyLabelOf(name: CaseCommandName): TextKey {
  const first = (Object.entries(TWINS) as [CaseCommandName, CaseCommandName][]).find(([, twin]) => twin === name)?.[0]
  return `act.${first ?? name}`
}

type CaseDoing = Pick<KeyBinding, 'run' | 'choose' | 'refusal'>

/**
 * @param act what a key means (`e` is the result where an examination was ordered)
 * @param exactly this very action, as the palette names it
 * @param actions the item's, as far as they have come; `null` where nobody knows yet
 */
export function useCaseDoings(
  act: (name: CaseCommandName) => void,
  exactly: (name: CaseCommandName) => void,
  actions: () => readonly Action[] | null,
): Readonly<Record<string, CaseDoing>> {
  const said = useSaid()
  const words = useWords()
  return Object.fromEntries(
    NAMES.map((name): [string, CaseDoing] => [
      `act.${name}`,
      {
        run: () => (isKeyed(name) ? act(name) : exactly(name)),
        choose: () => exactly(name),
        refusal: () => {
          const action = actions()?.find((one) => one.name === name)
          if (action === undefined || action.allowed) return null
          return action.rejection === null ? words('item.actions.notPossible', { reason: '' }) : said('reject', action.rejection)
        },
      },
    ]),
  )
}
