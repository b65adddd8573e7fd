/** Dates, numbers, money and ages by locale. Amounts are decimal texts and keep every digit that was received. */
import { useMemo } from 'react'
import { useIntl, type IntlShape } from 'react-intl'

export interface Formats {
  /** Date and time of an ISO text, in the office's zone. */
  readonly moment: (iso: string | null) => string
  readonly clock: (iso: string) => string
  readonly day: (iso: string | null) => string
  /** The day without its year: `22 Nov`. */
  readonly monthDay: (iso: string) => string
  /** How long ago: `2 h`, `3 d`, `now`. */
  readonly age: (iso: string, now?: number) => string
  /** The same as a part of a sentence: `7 min ago`. */
  readonly since: (iso: string) => string
  readonly count: (value: number) => string
  readonly amount: (amount: string | null, currency: string | null) => string
  readonly weight: (kg: number | null) => string
  /** The number alone, under a heading that names the unit. */
  readonly kilograms: (kg: number | null) => string
  readonly country: (code: string | null) => string
  readonly list: (parts: readonly string[]) => string
}

export function useFormats(): Formats {
  const intl = useIntl()
  return useMemo(() => formatsOf(intl), [intl])
}

const NOTHING = '—'

export function formatsOf(intl: IntlShape): Formats {
  const names = new Intl.DisplayNames([intl.locale], { type: 'region', fallback: 'code' })
  const units = (value: number, unit: 'minute' | 'hour' | 'day') => intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'narrow' })
  const kilograms = (kg: number) => intl.formatNumber(kg, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  const minutesSince = (iso: string, now: number) => Math.floor((now - Date.parse(iso)) / 60_000)
  return {
    since: (iso) => {
      const minutes = minutesSince(iso, Date.now())
      if (!Number.isFinite(minutes)) return NOTHING
      if (minutes < 1) return intl.formatMessage({ id: 'age.now' })
      if (minutes < 60) return intl.formatRelativeTime(-minutes, 'minute', { style: 'short' })
      return minutes < 48 * 60
        ? intl.formatRelativeTime(-Math.floor(minutes / 60), 'hour', { style: 'short' })
        : intl.formatRelativeTime(-Math.floor(minutes / 1_440), 'day', { style: 'short' })
    },
    moment: (iso) => (iso === null ? NOTHING : intl.formatDate(iso, { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })),
    clock: (iso) => intl.formatTime(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: (iso) => (iso === null ? NOTHING : intl.formatDate(iso, { day: '2-digit', month: 'short', year: 'numeric' })),
    monthDay: (iso) => intl.formatDate(iso, { day: '2-digit', month: 'short' }),
    age: (iso, now = Date.now()) => {
      const minutes = minutesSince(iso, now)
      if (!Number.isFinite(minutes)) return NOTHING
      if (minutes < 1) return intl.formatMessage({ id: 'age.now' })
      if (minutes < 60) return units(minutes, 'minute')
      return minutes < 48 * 60 ? units(Math.floor(minutes / 60), 'hour') : units(Math.floor(minutes / 1_440), 'day')
    },
    count: (value) => intl.formatNumber(value),
    amount: (amount, currency) => (amount === null ? NOTHING : `${currency === null ? '' : `${currency} `}${groupAmount(amount, intl)}`),
    weight: (kg) => (kg === null ? NOTHING : intl.formatMessage({ id: 'weight.kg' }, { kg: kilograms(kg) })),
    kilograms: (kg) => (kg === null ? NOTHING : kilograms(kg)),
    country: (code) => {
      if (code === null) return NOTHING
      try {
        return names.of(code) ?? code
      } catch {
        return code
      }
    },
    list: (parts) => intl.formatList(parts, { type: 'disjunction' }),
  }
}

/** A decimal text by locale, with as many decimals as it came with: no float on the way. */
function groupAmount(amount: string, intl: IntlShape): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (match === null) return amount
  const digits = match[3]?.length ?? 0
  return intl.formatNumber(amount as unknown as number, { minimumFractionDigits: Math.max(digits, 2), maximumFractionDigits: Math.max(digits, 2) })
}
