/** Dispatches, their transport, receptacles and listed items, as their groups end; and whether the message's counts agree. */
import { dispatchOfReceptacle, parseDispatch } from '../../../shared/domain/identifiers.ts'
import type { Moment, ReceptacleAdvice, TransportLeg } from '../../../shared/domain/records.ts'
import type { ReadingSink } from '../reading.ts'
import { DISPATCH, ITEM, RECEPTACLE, TRANSPORT, type Registers } from './registers.ts'

/** The list of items that is open: in a receptacle, or in the dispatch itself. */
export class ItemList {
  receptacle: string | null = null
  dispatch: string | null = null
  /** Items so far, since the receptacle began and since the message did. */
  here = 0
  inMessage = 0
  readonly #sink: ReadingSink

  constructor(sink: ReadingSink) {
    this.#sink = sink
  }

  add(item: string): void {
    this.here++
    this.inMessage++
    this.#sink.record({ kind: 'item', item, receptacle: this.receptacle, dispatch: this.dispatch })
  }
}

export class DispatchRecords {
  readonly #registers: Registers
  readonly #sink: ReadingSink
  #dispatchMark = 0
  #receptacleMark = 0
  #inDispatch = false
  #transport: TransportLeg[] = []
  #departure: Moment | null = null
  #arrival: Moment | null = null

  #receptacles = 0
  #receptaclesWeighed = 0
  #weightG = 0
  readonly #items: ItemList

  constructor(registers: Registers, sink: ReadingSink) {
    this.#registers = registers
    this.#sink = sink
    this.#items = new ItemList(sink)
  }

  reset(): void {
    this.#inDispatch = false
    this.#receptacles = 0
    this.#receptaclesWeighed = 0
    this.#weightG = 0
    this.#items.inMessage = 0
    this.#leaveReceptacle()
  }

  beginDispatch(): void {
    this.#inDispatch = true
    this.#dispatchMark = this.#registers.position.mark()
    this.#transport = []
    this.#departure = null
    this.#arrival = null
    this.#leaveReceptacle()
  }

  beginReceptacle(): void {
    this.#receptacleMark = this.#registers.position.mark()
    this.#leaveReceptacle()
  }

  #leaveReceptacle(): void {
    this.#items.receptacle = null
    this.#items.dispatch = null
    this.#items.here = 0
  }

  endDispatch(): void {
    const registers = this.#registers
    this.#inDispatch = false
    const place = registers.position.placeOf(this.#dispatchMark)
    const id = registers.text(DISPATCH.dispatch)
    if (id === null) return registers.without('dispatch', place)
    const parts = parseDispatch(id)
    const receptacles = registers.number(DISPATCH.receptacles)
    const items = registers.number(DISPATCH.items)
    const weightG = registers.number(DISPATCH.weightG)
    // A message that lists nothing (a cancellation, a summary) contradicts none of its counts.
    if (this.#receptacles > 0) {
      registers.disagree('cnt-receptacles', place, receptacles, this.#receptacles)
      if (this.#receptaclesWeighed === this.#receptacles) registers.disagree('cnt-weight', place, weightG, this.#weightG)
    }
    const listed = this.#items.inMessage
    if (listed > 0) registers.disagree('cnt-items', place, items, listed)
    this.#sink.record({
      kind: 'dispatch',
      dispatch: id,
      origin: registers.text(DISPATCH.origin) ?? parts?.origin ?? null,
      destination: registers.text(DISPATCH.destination) ?? parts?.destination ?? null,
      category: registers.text(DISPATCH.category) ?? parts?.category ?? null,
      subclass: registers.text(DISPATCH.subclass) ?? parts?.subclass ?? null,
      closedAt: registers.moment(DISPATCH.closedAt),
      transport: this.#transport,
      plannedDeparture: this.#departure ?? registers.moment(DISPATCH.plannedDeparture),
      plannedArrival: this.#arrival ?? registers.moment(DISPATCH.plannedArrival),
      arrivedAt: registers.moment(DISPATCH.arrivedAt),
      receptacles,
      items,
      weightG,
    })
  }

  /** Of several legs the first departure and the last arrival are the dispatch's. */
  endTransport(): void {
    const registers = this.#registers
    this.#departure ??= registers.moment(TRANSPORT.departure)
    this.#arrival = registers.moment(TRANSPORT.arrival) ?? this.#arrival
    this.#transport.push({
      stage: registers.text(TRANSPORT.stage),
      number: registers.text(TRANSPORT.number),
      mode: registers.text(TRANSPORT.mode),
      carrier: registers.text(TRANSPORT.carrier),
      from: registers.text(TRANSPORT.from),
      to: registers.text(TRANSPORT.to),
    })
  }

  endReceptacle(): void {
    const registers = this.#registers
    const listed = this.#items.here
    this.#receptacles++
    const weightG = registers.number(RECEPTACLE.weightG)
    if (weightG !== null) {
      this.#weightG += weightG
      this.#receptaclesWeighed++
    }
    const items = registers.number(RECEPTACLE.items)
    // A receptacle of letters without numbers has a count and no list.
    if (listed > 0 && items !== null && items !== listed) registers.disagree('qty-items', registers.position.placeOf(this.#receptacleMark), items, listed)
    const id = registers.text(RECEPTACLE.receptacle)
    if (id === null) {
      this.#leaveReceptacle()
      return registers.without('receptacle', registers.position.placeOf(this.#receptacleMark))
    }
    const status = registers.text(RECEPTACLE.status)
    const named = registers.text(DISPATCH.dispatch)
    const own = id === this.#items.receptacle ? this.#items.dispatch : this.#dispatchOf(id)
    if (own !== null && named !== null && own !== named && status !== 'excess') {
      registers.findings.add('receptacle-of-other-dispatch', 'warning', 'message', registers.position.placeOf(this.#receptacleMark), { receptacle: id, dispatch: named })
    }
    this.#sink.record({
      kind: 'receptacle',
      receptacle: id,
      dispatch: own,
      type: registers.text(RECEPTACLE.type),
      weightG,
      items,
      handling: registers.text(RECEPTACLE.handling),
      status: isStatus(status) ? status : null,
      remark: registers.text(RECEPTACLE.remark),
    })
    registers.clear('receptacle')
    this.#leaveReceptacle()
  }

  endItem(): void {
    const item = this.#registers.text(ITEM.item)
    if (item === null) this.#registers.without('item')
    else this.itemsHere().add(item)
  }

  /** The list for items that come now. */
  itemsHere(): ItemList {
    const receptacle = this.#registers.text(RECEPTACLE.receptacle)
    const list = this.#items
    if (receptacle === null || receptacle !== list.receptacle) {
      list.receptacle = receptacle
      list.dispatch = this.#dispatchOf(receptacle)
    }
    return list
  }

  /** A receptacle's identifier names its dispatch; where it does not, the message's dispatch is meant. */
  #dispatchOf(receptacle: string | null): string | null {
    const own = receptacle === null ? null : dispatchOfReceptacle(receptacle)
    return own ?? (this.#inDispatch ? this.#registers.text(DISPATCH.dispatch) : null)
  }
}

function isStatus(text: string | null): text is NonNullable<ReceptacleAdvice['status']> {
  return text === 'received' || text === 'missing' || text === 'excess' || text === 'damaged'
}
