/** The board of dispatches and the scan station. */
import type { Handlers } from './calls.ts'

export const floorCalls: Handlers<'floor.board' | 'floor.dispatch' | 'floor.receptacle' | 'floor.locate' | 'floor.waiting'> = {
  'floor.board': ({ engine }, input) => engine().reader.call('board', input),
  'floor.dispatch': ({ engine }, input) => engine().reader.call('boardDispatch', input),
  'floor.receptacle': ({ engine }, input) => engine().reader.call('boardReceptacle', input),
  'floor.locate': ({ engine }, input) => engine().reader.call('locate', input),
  'floor.waiting': ({ engine }) => engine().reader.call('toLocate', {}),
}
