import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { ReportWords } from '../../../shared/report/shift-page.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useDesk } from '../../app/desk.tsx'
import { formatsOf } from '../../i18n/format.ts'
import { wordsOf } from '../../i18n/text.tsx'

/** The report's words in the reader's language, with the names of this office. */
export function useReportWords(): ReportWords {
  const intl = useIntl()
  const classes = useCodeTable('mail-class')
  const users = useDesk('users.list', {}).data?.users
  return useMemo(() => {
    const words = wordsOf(intl)
    const { moment, count, amount, country } = formatsOf(intl)
    return {
      say: (key, values) => words(key, values),
      moment,
      number: count,
      amount,
      country,
      mailClass: (code) => (classes.label(code) === code ? code : `${code} · ${classes.label(code)}`),
      person: (login) => users?.find((user) => user.login === login)?.name ?? login,
    }
  }, [intl, classes, users])
}
