/** Prices in the sender's money. */
import { currencyExponent, moneyOf } from '../../shared/domain/money.ts'
import type { Money } from '../../shared/domain/records.ts'

/** Units of a currency for one euro: round figures of this simulation, good for nothing else. */
const PER_EURO: Readonly<Record<string, number>> = {
  EUR: 1, CHF: 0.95, GBP: 0.86, USD: 1.08, CAD: 1.48, AUD: 1.65, BRL: 5.9, MXN: 20, SEK: 11.3, NOK: 11.6, DKK: 7.46,
  CNY: 7.8, HKD: 8.4, JPY: 162, KRW: 1460, SGD: 1.45, INR: 91, THB: 38, VND: 27_000, TRY: 36, RUB: 98, UAH: 43, PLN: 4.3,
  CZK: 25, HUF: 395, RON: 4.97, BGN: 1.96, ILS: 4, AED: 3.97, EGP: 53, MAD: 10.8, NGN: 1700, ZAR: 19.8,
} // prettier-ignore

/** An amount in a currency, rounded as prices are; never one that is 0 or 1 of its unit. */
export function priceOf(cents: number, currency: string): Money {
  const exponent = currencyExponent(currency)
  const units = (cents / 100) * (PER_EURO[currency] ?? 1)
  const rounded = exponent === 0 || units >= 5000 ? Math.round(units) : Math.round(units * 10) / 10
  const minor = Math.round(rounded * 10 ** exponent)
  return moneyOf(Math.max(minor, Math.round(1.5 * 10 ** exponent) + (exponent === 0 ? 1 : 0)), currency)
}

/** The value of an office's money in euro cents. */
export const centsOf = (units: number, currency: string): number => Math.round((units * 100) / (PER_EURO[currency] ?? 1))
