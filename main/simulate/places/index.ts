/** All places, and the one of an office that they do not have. */
import { EASTERN } from './eastern.ts'
import { place, type Place } from './place.ts'
import { WESTERN } from './western.ts'

export const PLACES: readonly Place[] = [...WESTERN, ...EASTERN]

/** The place of an office of exchange; a country without one of its own gets names and streets that could be anywhere. */
export function placeOf(office: string): Place {
  const country = office.slice(0, 2)
  const city = office.charAt(2) + office.slice(3, 5).toLowerCase()
  return (
    PLACES.find((one) => one.country === country) ??
    place(country, {
      currency: 'USD',
      offices: office,
      carriers: 'LX',
      share: 1,
      shops: 300,
      given: 'Maria|Daniel|Ana|David|Laura|Samuel|Nadia|Ivan',
      family: 'Silva|Martin|Costa|Haddad|Novak|Tanaka|Mensah|Kaya',
      streets: '## Main Street|# Market Square|### Station Road',
      cities: `1000; ${city}|2000; ${city}`,
      telephone: '+00 ### ### ###',
      firms: 'Ltd|Company',
    })
  )
}
