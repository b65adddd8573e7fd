/**
 * Identifiers of the post: items (UPU S10), dispatches (S8), receptacles (S9), offices (IMPC).
 *
 * Nothing here rejects: real mail carries numbers that break their rules, and an officer still holds
 * the parcel in his hand. A check says what is wrong; whoever asks decides what follows from it.
 */
import { COUNTRIES } from './countries.ts'
import type { Severity } from './records.ts'

export { COUNTRIES } from './countries.ts'

declare const brand: unique symbol
/** An item identifier of S10's shape, normalised. Its check digit may still be wrong. */
export type ItemId = string & { readonly [brand]: 'ItemId' }
/** A receptacle identifier of S9's shape, 29 characters, normalised. */
export type ReceptacleId = string & { readonly [brand]: 'ReceptacleId' }
/** A dispatch identifier of S8's shape, 20 characters, normalised. */
export type DispatchId = string & { readonly [brand]: 'DispatchId' }
/** An office of exchange: country (2), location (3), qualifier (1). */
export type Impc = string & { readonly [brand]: 'Impc' }

export interface IdentifierFinding {
  /** Names an entry `finding.<code>` of the catalogues, filled by `values`. */
  readonly code:
    | 's10-length'
    | 's10-shape'
    | 's10-check-digit'
    | 's10-reserved'
    | 's10-country-unknown'
    | 'dispatch-length'
    | 'dispatch-shape'
    | 'dispatch-country-unknown'
    | 'receptacle-length'
    | 'receptacle-shape'
    | 'receptacle-country-unknown'
  readonly severity: Severity
  readonly values: Readonly<Record<string, string | number>>
}

export interface IdentifierCheck<Id extends string> {
  /** No finding is an error. Warnings (a reserved letter, an unknown country) leave it true: allocations grow. */
  readonly ok: boolean
  /** Normalised; branded only if it has the right shape. */
  readonly id: Id | null
  readonly findings: readonly IdentifierFinding[]
}

export type ServiceFamily = 'ems' | 'tracked-letter' | 'm-bag' | 'ibrs' | 'registered' | 'letter' | 'insured' | 'parcel' | 'e-commerce' | 'bilateral' | 'reserved' | 'unallocated'

export interface S10 {
  readonly id: ItemId
  /** Service indicator, 2 letters. */
  readonly service: string
  readonly family: ServiceFamily
  /** 8 digits, as text: leading zeros count. */
  readonly serial: string
  readonly checkDigit: string
  /** ISO 3166-1 alpha-2 of the issuing post, assigned or not. */
  readonly country: string
}

export interface Dispatch {
  readonly id: DispatchId
  readonly origin: Impc
  readonly destination: Impc
  readonly category: string
  readonly subclass: string
  /** First letter of the subclass: U letters, C parcels, E EMS, T empty receptacles. */
  readonly mailClass: string
  /** Last digit of the year only; the decade has to come from elsewhere. */
  readonly yearDigit: string
  readonly number: string
  /** The first 15 characters. */
  readonly series: string
}

export interface Receptacle {
  readonly id: ReceptacleId
  readonly dispatch: DispatchId
  readonly serial: string
  /** Highest-numbered receptacle of its dispatch: 0, 1 and 9 are seen. */
  readonly highest: string
  readonly registered: string
  /** Gross weight in grams; the identifier gives it in units of 100 g. */
  readonly weightG: number
}

const ITEM = /^[A-Z]{2}[0-9]{9}[A-Z]{2}$/
const DISPATCH_LENGTH = 20
const RECEPTACLE_LENGTH = 29
/** Of each character of a dispatch or receptacle: L a letter, X a letter or digit, 9 a digit. */
const DISPATCH_SHAPE = `LLXXXXLLXXXXLXX${'9'.repeat(14)}`
const IMPC = /^[A-Z]{2}[A-Z0-9]{4}$/

/**
 * An identifier as typed, printed or scanned, in the one form that is compared and stored.
 *
 * Upper case; without white space, dashes of any kind, dots, underscores, slashes, asterisks (the frame
 * of a Code 39) and invisible characters; full-width letters become plain ones. The prefix that some
 * scanners put before the symbol (`]C0`, an AIM identifier) goes too. Other characters stay, so that a
 * check sees them.
 */
export function normaliseIdentifier(text: string): string {
  if (isClean(text)) return text
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}\p{Pd}_.·*/\\]/gu, '')
    .toUpperCase()
    .replace(/^(?:\][A-Z][0-9A-Z])+/, '')
}

/** Capital letters and digits only. */
function isClean(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 90 || (code > 57 && code < 65)) return false
  }
  return true
}

function hasDispatchShape(text: string, length: number): boolean {
  if (text.length !== length) return false
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    const digit = code >= 48 && code <= 57
    const letter = code >= 65 && code <= 90
    const wanted = DISPATCH_SHAPE.charCodeAt(at)
    if (wanted === 57 ? !digit : wanted === 76 ? !letter : !digit && !letter) return false
  }
  return true
}

/** What an identifier is by its shape alone (normalised or not); its check digit and countries are not looked at. */
export function kindOf(identifier: string): 'item' | 'receptacle' | 'dispatch' | 'other' {
  const id = normaliseIdentifier(identifier)
  if (id.length === 13 && ITEM.test(id)) return 'item'
  if (hasDispatchShape(id, RECEPTACLE_LENGTH)) return 'receptacle'
  if (hasDispatchShape(id, DISPATCH_LENGTH)) return 'dispatch'
  return 'other'
}

/**
 * Check digit of an S10 serial.
 *
 * @param serial exactly 8 digits
 * @returns one digit. Source: UPU S10: weights 8 6 4 2 3 5 9 7, 11 − (sum mod 11), 10 → 0, 11 → 5.
 */
export function s10CheckDigit(serial: string): string {
  const sum =
    8 * digitAt(serial, 0) +
    6 * digitAt(serial, 1) +
    4 * digitAt(serial, 2) +
    2 * digitAt(serial, 3) +
    3 * digitAt(serial, 4) +
    5 * digitAt(serial, 5) +
    9 * digitAt(serial, 6) +
    7 * digitAt(serial, 7)
  const digit = 11 - (sum % 11)
  return digit === 10 ? '0' : digit === 11 ? '5' : String(digit)
}

function digitAt(text: string, at: number): number {
  return text.charCodeAt(at) - 48
}

const RESERVED = 'JKSTW'
const NOTHING: readonly IdentifierFinding[] = []

/**
 * Whether a text is a sound S10 item identifier, and what is wrong with it.
 *
 * Errors: length, shape, check digit. Warnings: a first letter that is never assigned (J K S T W), a
 * country that ISO 3166-1 does not have. Letters merely without an allocation say nothing: H was one of
 * them until e-commerce parcels got it.
 */
export function checkS10(text: string): IdentifierCheck<ItemId> {
  const id = normaliseIdentifier(text)
  if (!ITEM.test(id)) {
    const finding: IdentifierFinding =
      id.length === 13
        ? { code: 's10-shape', severity: 'error', values: { identifier: id } }
        : { code: 's10-length', severity: 'error', values: { identifier: id, length: id.length, expected: 13 } }
    return { ok: false, id: null, findings: [finding] }
  }
  const expected = s10CheckDigit(id.slice(2, 10))
  const right = id.charAt(10) === expected
  const country = id.slice(11)
  const reserved = RESERVED.includes(id.charAt(0))
  const known = COUNTRIES.has(country)
  if (right && known && !reserved) return { ok: true, id: id as ItemId, findings: NOTHING }
  const findings: IdentifierFinding[] = []
  if (!right) findings.push({ code: 's10-check-digit', severity: 'error', values: { identifier: id, found: id.charAt(10), expected } })
  if (reserved) findings.push({ code: 's10-reserved', severity: 'warning', values: { identifier: id, letter: id.charAt(0) } })
  if (!known) findings.push({ code: 's10-country-unknown', severity: 'warning', values: { identifier: id, country } })
  return { ok: right, id: id as ItemId, findings }
}

/** Whether a text is a dispatch identifier (S8): length and shape are errors, unknown countries warnings. */
export function checkDispatch(text: string): IdentifierCheck<DispatchId> {
  const id = normaliseIdentifier(text)
  if (!hasDispatchShape(id, DISPATCH_LENGTH)) return misshapen('dispatch', id, DISPATCH_LENGTH)
  return { ok: true, id: id as DispatchId, findings: unknownCountries('dispatch-country-unknown', id) }
}

/** Whether a text is a receptacle identifier (S9): length and shape are errors, unknown countries warnings. */
export function checkReceptacle(text: string): IdentifierCheck<ReceptacleId> {
  const id = normaliseIdentifier(text)
  if (!hasDispatchShape(id, RECEPTACLE_LENGTH)) return misshapen('receptacle', id, RECEPTACLE_LENGTH)
  return { ok: true, id: id as ReceptacleId, findings: unknownCountries('receptacle-country-unknown', id) }
}

function misshapen(kind: 'dispatch' | 'receptacle', id: string, expected: number): IdentifierCheck<never> {
  const finding: IdentifierFinding =
    id.length === expected
      ? { code: `${kind}-shape`, severity: 'error', values: { identifier: id } }
      : { code: `${kind}-length`, severity: 'error', values: { identifier: id, length: id.length, expected } }
  return { ok: false, id: null, findings: [finding] }
}

function unknownCountries(code: IdentifierFinding['code'], id: string): readonly IdentifierFinding[] {
  const origin = id.slice(0, 2)
  const destination = id.slice(6, 8)
  if (COUNTRIES.has(origin) && COUNTRIES.has(destination)) return NOTHING
  return [origin, destination].filter((country) => !COUNTRIES.has(country)).map((country) => ({ code, severity: 'warning', values: { identifier: id, country } }))
}

/** The parts of an S10, or `null` where the text does not have its shape. A wrong check digit still parses. */
export function parseS10(text: string): S10 | null {
  const id = normaliseIdentifier(text)
  if (!ITEM.test(id)) return null
  const service = id.slice(0, 2)
  return { id: id as ItemId, service, family: serviceFamily(service), serial: id.slice(2, 10), checkDigit: id.charAt(10), country: id.slice(11) }
}

/** The parts of a dispatch identifier (S8, 20 characters), or `null`. */
export function parseDispatch(text: string): Dispatch | null {
  const id = normaliseIdentifier(text)
  if (!hasDispatchShape(id, DISPATCH_LENGTH)) return null
  return {
    id: id as DispatchId,
    origin: id.slice(0, 6) as Impc,
    destination: id.slice(6, 12) as Impc,
    category: id.charAt(12),
    subclass: id.slice(13, 15),
    mailClass: id.charAt(13),
    yearDigit: id.charAt(15),
    number: id.slice(16, 20),
    series: id.slice(0, 15),
  }
}

/** The parts of a receptacle identifier (S9, 29 characters), or `null`. */
export function parseReceptacle(text: string): Receptacle | null {
  const id = normaliseIdentifier(text)
  if (!hasDispatchShape(id, RECEPTACLE_LENGTH)) return null
  return {
    id: id as ReceptacleId,
    dispatch: id.slice(0, 20) as DispatchId,
    serial: id.slice(20, 23),
    highest: id.charAt(23),
    registered: id.charAt(24),
    weightG: Number(id.slice(25)) * 100,
  }
}

/** The dispatch that a receptacle identifier names, or `null` where the text is no such identifier, normalised. */
export function dispatchOfReceptacle(id: string): DispatchId | null {
  return hasDispatchShape(id, RECEPTACLE_LENGTH) ? (id.slice(0, DISPATCH_LENGTH) as DispatchId) : null
}

/** An office of exchange, or `null` where the text has not six characters of that shape. */
export function parseImpc(text: string): Impc | null {
  const id = normaliseIdentifier(text)
  return IMPC.test(id) ? (id as Impc) : null
}

/** ISO 3166-1 alpha-2 country of an office of exchange; `null` where the code is none or the country not assigned. */
export function impcCountry(impc: string): string | null {
  const country = impc.slice(0, 2).toUpperCase()
  return impc.length === 6 && COUNTRIES.has(country) ? country : null
}

/** What the two letters of an S10 stand for. Source: UPU S10, allocations of the service indicator. */
export function serviceFamily(service: string): ServiceFamily {
  const first = service.charAt(0)
  switch (first) {
    case 'E':
      return 'ems'
    case 'L':
      return 'tracked-letter'
    case 'M':
      return 'm-bag'
    case 'Q':
      return service.charAt(1) <= 'M' ? 'ibrs' : 'unallocated'
    case 'R':
      return 'registered'
    case 'U':
      return 'letter'
    case 'V':
      return 'insured'
    case 'C':
      return 'parcel'
    case 'H':
      return 'e-commerce'
    default:
      if ('ABDGNPZ'.includes(first)) return 'bilateral'
      return RESERVED.includes(first) ? 'reserved' : 'unallocated'
  }
}

/**
 * An identifier with spaces between its parts, for people: `RR 473 124 829 FR`,
 * `FRCDGA CHZRHB A UN 6 0123`, and a receptacle with ` 001 0 0 0123` after its dispatch. What has none of
 * these shapes comes back normalised and ungrouped.
 */
export function groupIdentifier(id: string): string {
  const text = normaliseIdentifier(id)
  switch (kindOf(text)) {
    case 'item':
      return `${text.slice(0, 2)} ${text.slice(2, 5)} ${text.slice(5, 8)} ${text.slice(8, 11)} ${text.slice(11)}`
    case 'dispatch':
      return groupDispatch(text)
    case 'receptacle':
      return `${groupDispatch(text)} ${text.slice(20, 23)} ${text.charAt(23)} ${text.charAt(24)} ${text.slice(25)}`
    case 'other':
      return text
  }
}

function groupDispatch(text: string): string {
  return `${text.slice(0, 6)} ${text.slice(6, 12)} ${text.charAt(12)} ${text.slice(13, 15)} ${text.charAt(15)} ${text.slice(16, 20)}`
}

const RESERVED_BITS = [...RESERVED].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 65)), 0)
const COUNTRY_PAIRS = new Uint8Array(26 * 26)
for (const country of COUNTRIES) COUNTRY_PAIRS[(country.charCodeAt(0) - 65) * 26 + country.charCodeAt(1) - 65] = 1

/** Characters of a receptacle identifier. */
export { RECEPTACLE_LENGTH }

/** Whether a text is, as it stands, a normalised receptacle identifier that `checkReceptacle` finds nothing wrong with. */
export function isSoundReceptacle(text: string): text is ReceptacleId {
  if (text.length !== RECEPTACLE_LENGTH) return false
  for (let at = 0; at < RECEPTACLE_LENGTH; at++) letters[at] = text.charCodeAt(at)
  return isSoundReceptacleAt(letters, 0)
}

/** Whether the 29 characters (or ASCII bytes) from `from` on, all there, are a normalised receptacle identifier that is sound. */
export function isSoundReceptacleAt(characters: Uint8Array | Uint16Array, from: number): boolean {
  for (let at = 0; at < RECEPTACLE_LENGTH; at++) {
    const code = characters[from + at] ?? 0
    const digit = code >= 48 && code <= 57
    const letter = code >= 65 && code <= 90
    const wanted = SHAPE[at]
    if (wanted === 57 ? !digit : wanted === 76 ? !letter : !digit && !letter) return false
  }
  return isCountryAt(characters, from) && isCountryAt(characters, from + 6)
}

/** Two characters that are a country. */
function isCountryAt(characters: Uint8Array | Uint16Array, at: number): boolean {
  return COUNTRY_PAIRS[((characters[at] ?? 0) - 65) * 26 + (characters[at + 1] ?? 0) - 65] === 1
}

const SHAPE = Uint8Array.from(DISPATCH_SHAPE, (char) => char.charCodeAt(0))
const letters = new Uint16Array(RECEPTACLE_LENGTH)

/** Characters of an S10. */
export const S10_LENGTH = 13

/**
 * Whether a text is, as it stands, a normalised S10 that `checkS10` finds nothing wrong with.
 *
 * The same rule without an allocation: readers ask it for every item of a dispatch.
 */
export function isSoundS10(text: string): text is ItemId {
  if (text.length !== S10_LENGTH) return false
  for (let at = 0; at < S10_LENGTH; at++) letters[at] = text.charCodeAt(at)
  return isSoundS10At(letters, 0)
}

/** Whether the 13 characters (or ASCII bytes) from `from` on, all there, are a normalised S10 that `checkS10` finds nothing wrong with. */
export function isSoundS10At(characters: Uint8Array | Uint16Array, from: number): boolean {
  const first = (characters[from] as number) - 65
  const second = (characters[from + 1] as number) - 65
  if (first >>> 0 > 25 || second >>> 0 > 25 || ((1 << first) & RESERVED_BITS) !== 0) return false
  const a = (characters[from + 2] as number) - 48
  const b = (characters[from + 3] as number) - 48
  const c = (characters[from + 4] as number) - 48
  const d = (characters[from + 5] as number) - 48
  const e = (characters[from + 6] as number) - 48
  const f = (characters[from + 7] as number) - 48
  const g = (characters[from + 8] as number) - 48
  const h = (characters[from + 9] as number) - 48
  // Unsigned, what is below 0 is far above 9 too.
  if (a >>> 0 > 9 || b >>> 0 > 9 || c >>> 0 > 9 || d >>> 0 > 9 || e >>> 0 > 9 || f >>> 0 > 9 || g >>> 0 > 9 || h >>> 0 > 9) return false
  const digit = 11 - ((8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11)
  if ((characters[from + 10] as number) - 48 !== (digit === 10 ? 0 : digit === 11 ? 5 : digit)) return false
  const left = (characters[from + 11] as number) - 65
  const right = (characters[from + 12] as number) - 65
  return left >>> 0 < 26 && right >>> 0 < 26 && COUNTRY_PAIRS[left * 26 + right] === 1
}
