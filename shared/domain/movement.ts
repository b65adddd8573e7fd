/**
 * The items behind a number of a balance, as a text that an address can hold: `released;from=…;to=…;by=ben`.
 *
 * It is what the worklist's filter field `moved` takes. Times are ISO 8601; `known` is the last event of the ledger
 * that counts, so that the numbers of a signed report open the items that they counted.
 */
import { AGES, LINES, OFFICER_COUNTS } from './balance.ts'
import type { Age, Line, OfficerCount } from './balance.ts'

export interface Movement {
  /** A line of the balance, or work of an officer (`did-released`). */
  readonly what: Line | `did-${OfficerCount}`
  /** Epoch ms; `to` is `null` for "until now". */
  readonly from: number
  readonly to: number | null
  readonly known: number | null
  readonly by: string | null
  readonly state: string | null
  readonly age: Age | null
  /** `undefined`: whichever; `null`: none is known. */
  readonly class: string | null | undefined
  readonly origin: string | null | undefined
  readonly lane: string | null | undefined
}

export const plainMovement = (what: Movement['what'], from: number, to: number | null, known: number | null = null): Movement => ({
  what,
  from,
  to,
  known,
  by: null,
  state: null,
  age: null,
  class: undefined,
  origin: undefined,
  lane: undefined,
})

const NAMES: ReadonlySet<string> = new Set([...LINES, ...OFFICER_COUNTS.map((count) => `did-${count}`)])
const NO_TRAIT = '-'
const TRAITS = ['class', 'origin', 'lane'] as const

export function writeMovement(movement: Movement): string {
  const parts: string[] = [movement.what, `from=${new Date(movement.from).toISOString()}`]
  if (movement.to !== null) parts.push(`to=${new Date(movement.to).toISOString()}`)
  if (movement.known !== null) parts.push(`known=${movement.known}`)
  if (movement.by !== null) parts.push(`by=${movement.by}`)
  if (movement.state !== null) parts.push(`state=${movement.state}`)
  if (movement.age !== null) parts.push(`age=${movement.age}`)
  for (const trait of TRAITS) {
    const value = movement[trait]
    if (value !== undefined) parts.push(`${trait}=${value ?? NO_TRAIT}`)
  }
  return parts.join(';')
}

/** `null` where the text is none of these. */
export function readMovement(text: string): Movement | null {
  const [what = '', ...parts] = text.trim().split(';')
  if (!NAMES.has(what)) return null
  const given = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    if (at < 1) return null
    given.set(part.slice(0, at), part.slice(at + 1))
  }
  const from = Date.parse(given.get('from') ?? '')
  const to = given.has('to') ? Date.parse(given.get('to') ?? '') : null
  const known = given.has('known') ? Number(given.get('known')) : null
  const age = given.get('age') ?? null
  if (!Number.isFinite(from) || (to !== null && !Number.isFinite(to)) || (known !== null && !Number.isSafeInteger(known))) return null
  if (age !== null && !(AGES as readonly string[]).includes(age)) return null
  const trait = (name: string): string | null | undefined => {
    const value = given.get(name)
    return value === NO_TRAIT ? null : value
  }
  return {
    what: what as Movement['what'],
    from,
    to,
    known,
    by: given.get('by') ?? null,
    state: given.get('state') ?? null,
    age: age as Age | null,
    class: trait('class'),
    origin: trait('origin'),
    lane: trait('lane'),
  }
}
