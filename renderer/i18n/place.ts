/**
 * The place of a finding in words: `segment 12 (byte 345)`, `row 5, column Value`, `piece 1`, `sender`.
 *
 * The desk writes places once, in English, into messages and findings that are kept for ever; only the words that it
 * puts around numbers and names are translated. Element paths and headings are the sender's own.
 */
import { useMemo } from 'react'
import { useWords } from './text.tsx'

const WHOLE = ['item', 'sender', 'addressee', 'file', 'table', 'message'] as const
const COUNTED = ['segment', 'byte', 'line', 'row', 'column', 'piece'] as const
const STARTS = new RegExp(`(?<=^|\\(|, )(${COUNTED.join('|')})(?= )`, 'g')

export function usePlace(): (where: string) => string {
  const words = useWords()
  return useMemo(
    () => (where) => {
      const whole = WHOLE.find((one) => one === where)
      return whole === undefined ? where.replace(STARTS, (_, one: (typeof COUNTED)[number]) => words(`place.${one}`)) : words(`place.${whole}`)
    },
    [words],
  )
}
