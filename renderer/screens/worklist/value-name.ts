import { MYSELF } from '../../../shared/domain/built-in-views.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type TextKey } from '../../i18n/text.tsx'
import { useMovementName } from '../shift/movement-name.ts'
import type { ItemField } from './filter-address.ts'

/** A value of a condition in words. */
export function useValueName(): (field: ItemField, value: string) => string {
  const words = useWords()
  const { country } = useFormats()
  const classes = useCodeTable('mail-class')
  const natures = useCodeTable('nature')
  const flags = useCodeTable('flags')
  const events = useCodeTable('event-codes')
  const movement = useMovementName()
  return (field, value) => {
    if (value === '') return words('word.none')
    switch (field) {
      case 'state':
        return words(`state.${value}` as TextKey)
      case 'lane':
        return words(`lane.${value}` as TextKey)
      case 'class':
        return classes.label(value)
      case 'nature':
        return natures.label(value)
      case 'flag':
        return flags.label(value)
      case 'originCountry':
        return country(value)
      case 'lastEvent':
        return events.label(value) === value ? value : `${value} ${events.label(value)}`
      case 'assignee':
      case 'examiner':
        return value === MYSELF ? words('word.myself') : value
      case 'moved':
        return movement(value)
      case 'dispatch':
      case 'receptacle':
      case 'item':
        return groupIdentifier(value)
      default:
        return value
    }
  }
}
