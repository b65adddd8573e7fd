/**
 * Screens by address, after the `#`: a page that came with a secret is loaded once and never by another path.
 *
 * All screens come with the first one. One that is fetched when it is first asked for cannot be had once the desk
 * has gone, and the router would load the page anew for it: the officer would see the browser's words, not ours.
 */
import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { AdministrationScreen } from '../screens/administration/administration-screen.tsx'
import { BoardScreen } from '../screens/dispatches/board-screen.tsx'
import { DispatchScreen } from '../screens/dispatches/dispatch-screen.tsx'
import { ReceptacleScreen } from '../screens/dispatches/receptacle-screen.tsx'
import { ExchangeScreen } from '../screens/exchange/exchange-screen.tsx'
import { ItemScreen } from '../screens/item/item-screen.tsx'
import { InsightScreen } from '../screens/insight/insight-screen.tsx'
import { ShiftScreen } from '../screens/shift/shift-screen.tsx'
import { ScanScreen } from '../screens/scan/scan-screen.tsx'
import { parseAddress, writeAddress, type WorklistSearch } from '../screens/worklist/filter-address.ts'
import { WorklistScreen } from '../screens/worklist/worklist-screen.tsx'
import { TrainingScreen } from '../screens/training/training-screen.tsx'
import { Frame, ScreenFailed } from './frame.tsx'

const lists = (search: Record<string, unknown>): WorklistSearch => search as WorklistSearch

const root = createRootRoute({ component: Frame, notFoundComponent: () => null })
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/worklist', search: {}, replace: true })
  },
})
const worklist = createRoute({ getParentRoute: () => root, path: '/worklist', component: WorklistScreen, validateSearch: lists })
const scan = createRoute({ getParentRoute: () => root, path: '/scan', component: ScanScreen, validateSearch: lists })
const item = createRoute({ getParentRoute: () => root, path: '/items/$item', component: ItemScreen })
const dispatches = createRoute({
  getParentRoute: () => root,
  path: '/dispatches',
  component: BoardScreen,
  validateSearch: lists,
})
const dispatch = createRoute({ getParentRoute: () => root, path: '/dispatches/$dispatch', component: DispatchScreen })
const receptacle = createRoute({ getParentRoute: () => root, path: '/dispatches/$dispatch/$receptacle', component: ReceptacleScreen })
const insight = createRoute({ getParentRoute: () => root, path: '/insight', component: InsightScreen, validateSearch: lists })
const shift = createRoute({ getParentRoute: () => root, path: '/shift', component: ShiftScreen, validateSearch: lists })
const exchange = createRoute({
  getParentRoute: () => root,
  path: '/exchange',
  component: ExchangeScreen,
  validateSearch: lists,
})
const administration = createRoute({
  getParentRoute: () => root,
  path: '/administration',
  component: AdministrationScreen,
  validateSearch: lists,
})

const training = createRoute({ getParentRoute: () => root, path: '/training', component: TrainingScreen })

const tree = root.addChildren([start, scan, worklist, item, dispatches, dispatch, receptacle, shift, insight, exchange, administration, training])

export function createDeskRouter() {
  return createRouter({
    routeTree: tree,
    history: createHashHistory(),
    parseSearch: (text) => parseAddress(text.replace(/^\?/, '')),
    stringifySearch: writeAddress,
    defaultErrorComponent: ScreenFailed,
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>
  }
}
