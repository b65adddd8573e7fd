/** The screens that exist: the rail, the `g` keys, the palette and the pictures are made of this one list. */
import { ArrowUpDown, ChartColumn, ClipboardCheck, ListChecks, Package, ScanBarcode, Settings, type LucideIcon } from 'lucide-react'
import { SCAN_MODES } from '../../shared/domain/scan-verdict.ts'
import type { TextKey } from '../i18n/text.tsx'
import { ADMINISTRATION_TABS } from '../screens/administration/administration-screen.tsx'
import { EXCHANGE_TABS } from '../screens/exchange/exchange-screen.tsx'

/** A part of a screen with an address of its own. */
export interface Place {
  readonly name: TextKey
  readonly search: Readonly<Record<string, readonly string[]>>
}
export interface Screen {
  readonly to: '/scan' | '/worklist' | '/dispatches' | '/shift' | '/insight' | '/exchange' | '/administration'
  readonly name: TextKey
  readonly Icon: LucideIcon
  /** The key that leads to it, and what that is called. */
  readonly go: { readonly keys: string; readonly label: TextKey }
  readonly places?: readonly Place[]
}

export const SCREENS: readonly Screen[] = [
  {
    to: '/scan',
    name: 'screen.scan',
    Icon: ScanBarcode,
    go: { keys: 'g s', label: 'keys.goScan' },
    places: SCAN_MODES.filter((mode) => mode !== 'look-up').map((mode) => ({ name: `scan.mode.${mode}`, search: { mode: [mode] } })),
  },
  { to: '/worklist', name: 'screen.worklist', Icon: ListChecks, go: { keys: 'g w', label: 'keys.goWorklist' } },
  { to: '/dispatches', name: 'screen.dispatches', Icon: Package, go: { keys: 'g d', label: 'keys.goDispatches' } },
  { to: '/shift', name: 'screen.shift', Icon: ClipboardCheck, go: { keys: 'g h', label: 'keys.goShift' } },
  { to: '/insight', name: 'screen.insight', Icon: ChartColumn, go: { keys: 'g i', label: 'keys.goInsight' } },
  {
    to: '/exchange',
    name: 'screen.exchange',
    Icon: ArrowUpDown,
    go: { keys: 'g x', label: 'keys.goExchange' },
    places: EXCHANGE_TABS.map((tab) => ({ name: `exchange.tab.${tab}`, search: { tab: [tab] } })),
  },
  {
    to: '/administration',
    name: 'screen.administration',
    Icon: Settings,
    go: { keys: 'g a', label: 'keys.goAdministration' },
    places: ADMINISTRATION_TABS.map((tab) => ({ name: `admin.tab.${tab}`, search: { tab: [tab] } })),
  },
]
