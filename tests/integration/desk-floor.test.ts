/** The station's one call, on a real desk: what it records, what it only says, and that a second arrival changes nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BAGS, edifact, ITEMS } from '../property/projection-mail.ts'
import { Room, type Seat } from './desk-room.ts'

const [BAG, OTHER] = [BAGS[0], BAGS[1]]
const [ITEM, GIFT, THIRD] = [ITEMS[0], ITEMS[1], ITEMS[2]]
let room: Room
let olga: Seat
let vic: Seat

beforeAll(async () => {
  room = await new Room().setUp()
  olga = await room.seat().signIn('olga')
  vic = await room.seat().signIn('vic')
  const announced = edifact([
    {
      kind: 'predes',
      sender: 'FRA01',
      dispatch: 'FRCDGACHZRHBAUN60123',
      fn: 9,
      prepared: Date.now(),
      bags: [
        { bag: BAG, items: [ITEM, THIRD] },
        { bag: OTHER, items: [GIFT] },
      ],
    },
  ])
  const { job } = await olga.call('exchange.import', { paths: [room.put('predes.edi', announced)] })
  await olga.ended(job)
})
afterAll(() => room.close())

test('a receptacle and its items are counted as they are scanned, and an undone scan is not counted', async () => {
  expect(await olga.call('floor.scan', { id: 's-1', identifier: BAG, mode: 'receptacle' })).toMatchObject({
    headline: 'received',
    recorded: true,
    receptacle: { status: 'received' },
  })
  expect(await olga.call('floor.scan', { id: 's-2', identifier: ITEM.toLowerCase(), mode: 'item', receptacle: BAG })).toMatchObject({
    recorded: true,
    item: { state: 'arrived' },
    receptacle: { advised: 2, seen: 1, missing: 1, excess: 0 },
  })
  // The same scan once more, as a line that broke would send it, and a second scan of the same item.
  expect(await olga.call('floor.scan', { id: 's-2', identifier: ITEM, mode: 'item', receptacle: BAG })).toMatchObject({ recorded: true, receptacle: { seen: 1 } })
  expect(await olga.call('floor.scan', { id: 's-3', identifier: ITEM, mode: 'item', receptacle: BAG })).toMatchObject({ tone: 'repeated', recorded: false, warning: false })
  const strange = await olga.call('floor.scan', { id: 's-4', identifier: GIFT, mode: 'item', receptacle: BAG })
  expect(strange).toMatchObject({ warning: true, receptacle: { seen: 2, excess: 1 } })
  expect(strange.notes).toContainEqual({ code: 'other-receptacle', values: { receptacle: OTHER }, warns: true })
  expect((await olga.call('floor.receptacle', { receptacle: OTHER }))?.receptacle).toMatchObject({ advised: 1, seen: 0, elsewhere: 1 })
  expect((await olga.act('undo', GIFT, { command: 's-4' })).result).toBe('accepted')
  expect((await olga.call('floor.receptacle', { receptacle: BAG }))?.receptacle).toMatchObject({ seen: 1, excess: 0 })
})

test('looking records nothing, and nobody records what is not his to record', async () => {
  const before = (await olga.call('items.get', { item: THIRD })).seq
  expect(await olga.call('floor.scan', { id: 's-5', identifier: THIRD, mode: 'look-up' })).toMatchObject({ recorded: false })
  expect(await vic.call('floor.scan', { id: 's-6', identifier: THIRD, mode: 'present' })).toMatchObject({ recorded: false, warning: true, reason: { code: 'role' } })
  expect((await olga.call('items.get', { item: THIRD })).item?.state).toBe('expected')
  expect((await olga.call('items.get', { item: THIRD })).seq).toBe(before)
})
