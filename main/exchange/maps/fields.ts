/**
 * The fields that a message map may fill, and the registers that hold them while a message is read.
 *
 * A map names a field as `group.field`. Each field owns one register: groups of one kind never stand
 * inside each other, so one set of registers serves a message of any length without an object per group.
 */
import type { Moment, Money } from '../../../shared/domain/records.ts'
import type { ClockReading } from '../../../shared/domain/time.ts'

/** What a register of a field holds once converted. `status` and `function` are closed vocabularies, `amount` is a number as text. */
export type FieldType = 'text' | 'integer' | 'grams' | 'moment' | 'money' | 'flag' | 'status' | 'function' | 'amount'

/** Groups: what begins and ends in a message. All but `head` give or complete a canonical record. */
export const GROUPS = [
  'head',
  'dispatch',
  'transport',
  'receptacle',
  'item',
  'declaration',
  'senderTaxId',
  'addresseeTaxId',
  'piece',
  'document',
  'referral',
  'event',
  'decision',
  'tax',
] as const
export type GroupName = (typeof GROUPS)[number]

type Fields = Readonly<Record<string, FieldType>>

const PARTY: Fields = { name: 'text', company: 'text', street: 'text', city: 'text', state: 'text', postalCode: 'text', country: 'text', telephone: 'text', email: 'text' }
const TAX_ID: Fields = { scheme: 'text', id: 'text' }

const prefixed = (prefix: string, fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([name, type]) => [`${prefix}.${name}`, type]))

const GROUP_FIELDS: Readonly<Record<GroupName, Fields>> = {
  head: prefixed('head', { sender: 'text', recipient: 'text', reference: 'text', prepared: 'moment', function: 'function', version: 'text', customsOffice: 'text' }),
  dispatch: prefixed('dispatch', {
    dispatch: 'text',
    origin: 'text',
    destination: 'text',
    category: 'text',
    subclass: 'text',
    closedAt: 'moment',
    plannedDeparture: 'moment',
    plannedArrival: 'moment',
    arrivedAt: 'moment',
    receptacles: 'integer',
    items: 'integer',
    weightG: 'grams',
  }),
  transport: prefixed('transport', { stage: 'text', number: 'text', mode: 'text', carrier: 'text', from: 'text', to: 'text', departure: 'moment', arrival: 'moment' }),
  receptacle: prefixed('receptacle', { receptacle: 'text', type: 'text', weightG: 'grams', items: 'integer', handling: 'text', status: 'status', remark: 'text' }),
  item: prefixed('item', { item: 'text' }),
  declaration: {
    ...prefixed('declaration', {
      item: 'text',
      localId: 'text',
      postingDate: 'text',
      mailClass: 'text',
      mailCategory: 'text',
      handlingClass: 'text',
      originOperator: 'text',
      destinationOperator: 'text',
      dispatch: 'text',
      receptacle: 'text',
      nature: 'text',
      grossWeightG: 'grams',
      postage: 'money',
      insuredValue: 'money',
      customsOffice: 'text',
    }),
    ...prefixed('sender', PARTY),
    ...prefixed('addressee', PARTY),
  },
  senderTaxId: prefixed('senderTaxId', TAX_ID),
  addresseeTaxId: prefixed('addresseeTaxId', TAX_ID),
  piece: prefixed('piece', { number: 'integer', description: 'text', quantity: 'integer', netWeightG: 'grams', value: 'money', hs: 'text', origin: 'text' }),
  document: prefixed('document', { type: 'text', number: 'text' }),
  referral: prefixed('referral', { code: 'text', at: 'moment', answered: 'flag' }),
  event: prefixed('event', { item: 'text', code: 'text', at: 'moment', office: 'text', receptacle: 'text', reason: 'text', remark: 'text' }),
  decision: prefixed('decision', {
    item: 'text',
    receptacle: 'text',
    decision: 'text',
    reason: 'text',
    decidedAt: 'moment',
    office: 'text',
    remark: 'text',
    total: 'money',
    supersedes: 'text',
  }),
  tax: prefixed('tax', { type: 'text', rate: 'amount', base: 'amount', amount: 'amount', currency: 'text' }),
}

/** A time whose zone hangs on a place that may stand further on in the message. */
export class UnplacedTime {
  readonly reading: ClockReading
  readonly text: string
  /** Registers to look for a place in, in order. */
  readonly zones: readonly number[]
  constructor(reading: ClockReading, text: string, zones: readonly number[]) {
    this.reading = reading
    this.text = text
    this.zones = zones
  }
}

export type Value = string | number | boolean | Money | Moment | UnplacedTime | null

interface Field {
  readonly name: string
  readonly type: FieldType
  readonly group: GroupName
  readonly register: number
}

const table = new Map<string, Field>()
const ranges = {} as Record<GroupName, readonly [from: number, to: number]>
for (const group of GROUPS) {
  const from = table.size
  for (const [name, type] of Object.entries(GROUP_FIELDS[group])) table.set(name, { name, type, group, register: table.size })
  ranges[group] = [from, table.size]
}

/** All fields by name, in the order of their registers. */
export const FIELDS: ReadonlyMap<string, Field> = table
/** Registers [from, to) of a group. */
export const REGISTERS: Readonly<Record<GroupName, readonly [from: number, to: number]>> = ranges

/** Register of a field that this program itself names; a misspelt name is a bug and throws at start. */
export function register(name: string): number {
  const field = table.get(name)
  if (field === undefined) throw new Error(`No field is called ${name}.`)
  return field.register
}
