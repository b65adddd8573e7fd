import { readMovement } from '../../../shared/domain/movement.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type TextKey } from '../../i18n/text.tsx'

/** The items behind a number in words: “Released, 22 Nov 2026, 06:00 – 14:00, by ben, class U”. */
export function useMovementName(): (text: string) => string {
  const words = useWords()
  const { moment, clock, country, day } = useFormats()
  const classes = useCodeTable('mail-class')
  return (text) => {
    const movement = readMovement(text)
    if (movement === null) return text
    const { what, from, to, by, state, age } = movement
    const iso = (ms: number) => new Date(ms).toISOString()
    const name = words((what.startsWith('did-') ? `report.did.${what.slice(4)}` : `report.line.${what}`) as TextKey)
    const end = to === null ? words('word.now') : day(iso(from)) === day(iso(to)) ? clock(iso(to)) : moment(iso(to))
    const time = what === 'opening' || what === 'detainedOpening' ? moment(iso(from)) : what === 'closing' || what === 'detainedClosing' ? end : `${moment(iso(from))} – ${end}`
    const trait = (value: string | null | undefined, shown: (code: string) => string): string[] =>
      value === undefined ? [] : [value === null ? words('report.key.none') : shown(value)]
    return [
      name,
      what === 'closing' || what === 'detainedClosing' ? (to === null ? words('word.now') : moment(iso(to))) : time,
      ...(by === null ? [] : [by]),
      ...(state === null ? [] : [words(`state.${state}` as TextKey)]),
      ...(age === null ? [] : [words(`report.age.${age}`)]),
      ...trait(movement.class, classes.label),
      ...trait(movement.origin, country),
      ...trait(movement.lane, (lane) => words(`lane.${lane}` as TextKey)),
    ].join(', ')
  }
}
