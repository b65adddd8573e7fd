import { EMSEVT, PREDES, RESDES } from './edifact-maps.ts'
import type { MessageMap } from './map.ts'
import { MANIFEST } from './table-maps.ts'
import { CUSITM, CUSRSP, ITMATT } from './xml-maps.ts'

/** The maps that the product ships; an office's own copies follow them in a reading context and so win ties. */
export const BUILT_IN_MAPS: readonly MessageMap[] = [PREDES, RESDES, EMSEVT, ITMATT, CUSITM, CUSRSP, MANIFEST]
