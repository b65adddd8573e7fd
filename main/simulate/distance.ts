/** How far mail travels, as hours from the closing of a dispatch to its arrival. */
import { COUNTRY_ZONES } from '../../shared/domain/zones.ts'
import type { Chance } from './chance.ts'

const continent = (country: string): string => COUNTRY_ZONES.get(country)?.split('/')[0] ?? ''

export function transitHours(from: string, to: string, chance: Chance): number {
  return continent(from) === continent(to) ? 4 + 8 * chance.next() : 14 + 20 * chance.next()
}
