/** The messages about a dispatch, in the syntaxes of posts, written through the same maps that read them. */
import { CUSITM, ITMATT } from '../exchange/maps/xml-maps.ts'
import { EMSEVT, PREDES, RESDES } from '../exchange/maps/edifact-maps.ts'
import type { EdifactMap, MessageMap } from '../exchange/maps/map.ts'
import { writeMessage } from '../exchange/write.ts'
import type { CanonicalRecord, Declaration, DispatchAdvice, ItemEvent, MessageHead, Moment, ReceptacleAdvice } from '../../shared/domain/records.ts'
import { COUNTRY_ZONES } from '../../shared/domain/zones.ts'
import { cargoOf, ITEMS_A_FILE, type Cargo, type Receptacle } from './cargo.ts'
import { Chance, hash } from './chance.ts'
import type { DispatchPlan } from './dispatches.ts'
import { isTracked } from './identity.ts'
import { manifest } from './manifest.ts'
import type { SimulatedInterchange } from './office.ts'
import type { World } from './world.ts'

interface Written {
  readonly type: SimulatedInterchange['type']
  readonly extension: string
  readonly bytes: Uint8Array
}

const MINUTE = 60_000

/** PREDES times have no zone in the common form; a partner in another zone than the office writes it. */
const ZONED_PREDES: EdifactMap = JSON.parse(JSON.stringify(PREDES).replaceAll('"format":"203"', '"format":"303"')) as EdifactMap

const moment = (ms: number): Moment => ({ ms, text: '', assumed: false })

function head(
  type: string,
  sender: string,
  recipient: string,
  reference: string,
  preparedAt: number,
  of: MessageHead['function'] = 'original',
  version: string | null = null,
): MessageHead {
  return { type, version, sender, recipient, reference, prepared: moment(Math.floor(preparedAt / 1000) * 1000), function: of }
}

/** Mailboxes: the post that sends, and that of the office. */
const from = (plan: DispatchPlan): string => `${plan.country}A01`
const post = (world: World): string => `${world.country}A01`
const customs = (world: World): string => `${world.country}C01`

/** A few letters for the day, so that two days' references differ. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(2, 10).replaceAll('-', '')

function written(map: MessageMap, type: Written['type'], of: MessageHead, records: readonly CanonicalRecord[], zone: string, charset: 'UNOC' | 'UNOW' = 'UNOW'): Written {
  return { type, extension: map.syntax === 'xml' ? 'xml' : 'edi', bytes: writeMessage(map, of, records, { zone, charset }).bytes }
}

/** How a country's post declares: most by ITMATT; some through the office's own post, some by a table. */
function channelOf(country: string): 'ITMATT' | 'CUSITM' | 'MANIFEST' {
  if (['EG', 'MA', 'NG', 'VN', 'UA', 'BR'].includes(country)) return 'MANIFEST'
  return ['AT', 'DE', 'GB', 'SG'].includes(country) ? 'CUSITM' : 'ITMATT'
}

export const extensionOf = (plan: DispatchPlan): 'csv' | 'xml' => (channelOf(plan.country) === 'MANIFEST' ? 'csv' : 'xml')

/** The declarations of one file, or nothing where none of its items has one. */
export function declarations(world: World, plan: DispatchPlan, at: number, file: number): Written | null {
  const cargo = cargoOf(world, plan)
  const channel = channelOf(plan.country)
  // Posts that declare at posting do not know the dispatch yet.
  const names = hash(plan.country, 'names') % 3
  const of: Declaration[] = []
  for (const { j, item } of cargo.items(file * ITEMS_A_FILE, Math.min(plan.items, (file + 1) * ITEMS_A_FILE))) {
    const way = cargo.wayOf(j, item)
    if (!way.declared) continue
    const announced = way.home.plan.announced
    of.push({
      ...item.declaration,
      dispatch: names > 0 && announced ? plan.dispatch : null,
      receptacle: names > 1 && announced ? way.home.id : null,
      customsOffice: channel === 'CUSITM' ? world.office : null,
    })
  }
  if (of.length === 0) return null
  const number = `${dayOf(plan.closedAt)}${String(plan.n).padStart(5, '0')}${String(file).padStart(3, '0')}`
  if (channel === 'MANIFEST') return { type: 'MANIFEST', extension: 'csv', bytes: manifest(of, plan.country) }
  return channel === 'CUSITM'
    ? written(CUSITM, 'CUSITM', head('CUSITM', post(world), customs(world), `CU${number}`, at - MINUTE, 'original', '1.0.0'), of, 'UTC')
    : written(ITMATT, 'ITMATT', head('ITMATT', from(plan), post(world), `IA${number}`, at - 2 * MINUTE, 'original', '1.5.0'), of, 'UTC')
}

export type PreAdvice = 'only' | 'incomplete' | 'amended' | 'parallel'

export function preAdvice(world: World, plan: DispatchPlan, at: number, kind: PreAdvice): Written {
  const cargo = cargoOf(world, plan)
  const announced = cargo.receptacles.filter(({ plan: of }) => of.announced)
  const named = kind === 'incomplete' && announced.length > 1 ? announced.slice(0, -1) : announced
  const records: CanonicalRecord[] = []
  let items = 0
  for (const one of named) {
    const inside: CanonicalRecord[] = []
    for (const { j, item } of cargo.named(one.plan.from, one.plan.to)) {
      const leftOut = kind === 'incomplete' && announced.length === 1 && j === one.plan.to - 1 && inside.length > 0
      if (cargo.wayOf(j, item).announced && !leftOut) inside.push({ kind: 'item', item: item.item, receptacle: one.id, dispatch: plan.dispatch })
    }
    items += inside.length
    records.push(receptacle(one, plan, { items: inside.length }), ...inside)
  }
  const advice: DispatchAdvice = {
    kind: 'dispatch',
    dispatch: plan.dispatch,
    origin: plan.origin,
    destination: world.office,
    category: plan.category,
    subclass: plan.subclass,
    closedAt: moment(minutes(plan.closedAt)),
    transport: [{ stage: '20', number: plan.flight.number, mode: '4', carrier: plan.flight.carrier, from: plan.flight.from, to: plan.flight.to }],
    plannedDeparture: moment(minutes(plan.departsAt)),
    plannedArrival: moment(minutes(plan.arrivesAt - new Chance(world.seed, 'delay', plan.n).integer(-10, 40) * MINUTE)),
    arrivedAt: null,
    receptacles: named.length,
    items,
    weightG: named.reduce((sum, { weightG }) => sum + weightG, 0),
  }
  const sender = kind === 'parallel' ? `${plan.country}A02` : from(plan)
  const sameZone = COUNTRY_ZONES.get(plan.country) === world.zone
  return written(
    sameZone ? PREDES : ZONED_PREDES,
    'PREDES',
    head('PREDES', sender, post(world), plan.dispatch, minutes(at - 3 * MINUTE), kind === 'amended' ? 'replace' : 'original', '2.1'),
    [advice, ...records],
    sameZone ? world.zone : 'UTC',
    hash(plan.country, 'charset') % 2 === 0 ? 'UNOC' : 'UNOW',
  )
}

const minutes = (ms: number): number => Math.floor(ms / MINUTE) * MINUTE

function receptacle(of: Receptacle, plan: DispatchPlan, more: Partial<ReceptacleAdvice>): ReceptacleAdvice {
  return {
    kind: 'receptacle',
    receptacle: of.id,
    dispatch: plan.dispatch,
    type: of.plan.type,
    weightG: of.weightG,
    items: null,
    handling: plan.subclass === 'UR' ? 'RG' : null,
    status: null,
    remark: null,
    ...more,
  }
}

/** What the post found when it unloaded the dispatch. */
export function report(world: World, plan: DispatchPlan, at: number): Written {
  const cargo = cargoOf(world, plan)
  const records = cargo.receptacles.flatMap((one): ReceptacleAdvice[] => {
    const { fault, opensAt } = one.plan
    const found = { items: null, type: null, handling: null }
    if (opensAt === null) return [receptacle(one, plan, { ...found, status: 'missing', weightG: null })]
    switch (fault) {
      case 'receptacle-excess':
        return [receptacle(one, plan, { ...found, status: 'excess' })]
      case 'receptacle-missent':
        return [receptacle(one, plan, { ...found, status: 'excess', remark: 'Label of another office' })]
      case 'receptacle-damaged':
        return [receptacle(one, plan, { ...found, status: 'damaged', remark: 'Torn at the seam, contents repacked' })]
      case 'receptacle-twice':
        return [
          receptacle(one, plan, { ...found, status: 'received' }),
          receptacle(one, plan, { ...found, status: 'received', weightG: Math.round((one.weightG * 0.4) / 100) * 100 + 100, remark: 'Second one with this label' }),
        ]
      default:
        return [receptacle(one, plan, { ...found, status: 'received' })]
    }
  })
  const arrival: DispatchAdvice = {
    kind: 'dispatch',
    dispatch: plan.dispatch,
    origin: plan.origin,
    destination: world.office,
    category: null,
    subclass: null,
    closedAt: null,
    transport: [],
    plannedDeparture: null,
    plannedArrival: null,
    arrivedAt: moment(minutes(plan.arrivesAt)),
    receptacles: null,
    items: null,
    weightG: null,
  }
  return written(RESDES, 'RESDES', head('RESDES', post(world), customs(world), plan.dispatch, minutes(at - 2 * MINUTE), 'original', '1.1'), [arrival, ...records], 'UTC')
}

/** What happened to the items of a dispatch that are tracked: they left (EMC), they are here (EMD), they are before customs (EDB). */
export function events(world: World, plan: DispatchPlan, at: number, code: 'EMC' | 'EMD' | 'EDB'): Written | null {
  const cargo = cargoOf(world, plan)
  const out: ItemEvent[] = []
  for (const { j, item } of cargo.named()) {
    if (!isTracked(item.item)) continue
    const way = cargo.wayOf(j, item)
    const event = eventOf(world, plan, cargo, code, j, way.there, way.home, item.fate)
    if (event !== null) out.push({ kind: 'event', item: item.item, ...event })
  }
  if (out.length === 0) return null
  const sender = code === 'EMC' ? from(plan) : post(world)
  const reference = `${code}${dayOf(plan.closedAt)}${String(plan.n).padStart(5, '0')}`
  return written(EMSEVT, 'EMSEVT', head('EMSEVT', sender, code === 'EMC' ? post(world) : customs(world), reference, minutes(at - MINUTE), 'original', '3.0'), out, 'UTC')
}

type Event = Omit<ItemEvent, 'kind' | 'item'>

function eventOf(
  world: World,
  plan: DispatchPlan,
  cargo: Cargo,
  code: 'EMC' | 'EMD' | 'EDB',
  j: number,
  there: Receptacle | null,
  home: Receptacle,
  fate: string | null,
): Event | null {
  const base = { reason: null, remark: null }
  if (code === 'EMC') {
    // Nobody had it in the books of this dispatch.
    if (fate === 'item-never-announced' || fate === 'item-turned-up-again' || !home.plan.announced) return null
    return { ...base, code, at: moment(minutes(plan.departsAt)), office: plan.origin, receptacle: home.id }
  }
  const opensAt = there?.plan.opensAt ?? null
  if (there === null || opensAt === null) return null
  const chance = new Chance(world.seed, code, plan.n, j)
  if (code === 'EMD') {
    const seen = minutes(opensAt + chance.integer(1, 12) * MINUTE)
    return { ...base, code, at: moment(seen), office: world.office, receptacle: cargo.receptacles.length > 1 || fate !== null ? there.id : null }
  }
  if (!chance.happens(80)) return null
  return { ...base, code, at: moment(minutes(opensAt + chance.integer(20, 60) * MINUTE)), office: world.office, receptacle: null }
}
