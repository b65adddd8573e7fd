/** Words and formats of a report outside the renderer: the catalogue that it shares with the screens. */
import { IntlMessageFormat } from 'intl-messageformat'
import { reportEn } from '../../shared/i18n/report.en.ts'
import { reportFr } from '../../shared/i18n/report.fr.ts'
import type { ReportWords } from '../../shared/report/shift-page.ts'

export interface ReportNames {
  /** Login → name. */
  readonly users: Readonly<Record<string, string>>
  /** Mail class → its label. */
  readonly classes: Readonly<Record<string, string>>
}

/** @param zone of the office: a report speaks of the clock on its wall */
export function reportWords(language: 'en' | 'fr', zone: string, { users, classes }: ReportNames): ReportWords {
  const locale = language === 'en' ? 'en-GB' : 'fr'
  const texts = language === 'en' ? reportEn : reportFr
  const number = new Intl.NumberFormat(locale)
  const moment = new Intl.DateTimeFormat(locale, { timeZone: zone, day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  return {
    say: (key, values = {}) => String(new IntlMessageFormat(texts[key], locale, undefined, { ignoreTag: true }).format({ ...values })),
    moment: (iso) => moment.format(new Date(iso)),
    number: (n) => number.format(n),
    amount: (amount, currency) => {
      const digits = amount.split('.')[1]?.length ?? 0
      return `${currency} ${new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount as unknown as number)}`
    },
    country: (code) => {
      try {
        return countries.of(code) ?? code
      } catch {
        // An origin that is no country's code stays as it came.
        return code
      }
    },
    mailClass: (code) => (Object.hasOwn(classes, code) ? `${code} · ${classes[code]}` : code),
    person: (login) => (Object.hasOwn(users, login) ? (users[login] ?? login) : login),
  }
}
