/** What really lies in the items of a day, kept beside its store: the desk never reads it, only the table shows it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Output } from '../../../shared/contract.ts'
import type { Desert } from '../../../shared/domain/training.ts'
import type { TruthOfItem } from '../../simulate/office.ts'

export type Inside = NonNullable<Output<'training.inside'>['inside']>
/** By item. An item that was never announced has its truth too. */
export type Truth = ReadonlyMap<string, Inside>

/** What ends in a release after a question to the sender may be held meanwhile, and what is missent goes on: neither is the exercise's. */
function deserves({ risk, right, ends }: TruthOfItem): Desert {
  if (right === 'none' || ends === 'none') return 'other'
  if (risk !== 'none') return ends === 'release' ? 'other' : 'keep'
  return right === 'release' && ends === 'release' ? 'release' : 'other'
}

export function insideOf(truth: TruthOfItem): Inside {
  return {
    risk: truth.risk,
    deserves: deserves(truth),
    things: truth.contents.map(({ description, quantity, netWeightG, value, currency, hs, origin }) => ({
      description,
      quantity,
      netWeightKg: netWeightG / 1000,
      value,
      currency,
      hs,
      origin,
    })),
  }
}

export function writeTruth(file: string, truth: Truth): void {
  writeFileSync(file, [...truth].map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
}

/** @throws where it is missing or cut: then the day is laid anew */
export function readTruth(file: string): Truth {
  const lines = readFileSync(file, 'utf8').split('\n')
  return new Map(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as [string, Inside]))
}
