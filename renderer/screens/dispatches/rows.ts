import type { Output } from '../../../shared/contract.ts'

export type DispatchRow = Output<'floor.board'>['rows'][number]
export type DispatchDetail = NonNullable<Output<'floor.dispatch'>>
export type Notice = DispatchDetail['notices'][number]
export type ReceptacleRow = Output<'receptacles.list'>['rows'][number]
export type ReconciledRow = NonNullable<Output<'floor.receptacle'>>['rows'][number]
