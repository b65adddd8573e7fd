/** Screens by address, after the `#`: a page that came with a secret is loaded once and never by another path. */
import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { parseAddress, writeAddress, type WorklistSearch } from '../screens/worklist/filter-address.ts'
import { WorklistScreen } from '../screens/worklist/worklist-screen.tsx'
import { Frame, ScreenFailed } from './frame.tsx'

/** Screens that the first one does not need. */
const LATER = {
  item: () => import('../screens/item/item-screen.tsx'),
  dispatches: () => import('../screens/dispatches/dispatches-screen.tsx'),
  exchange: () => import('../screens/exchange/exchange-screen.tsx'),
  administration: () => import('../screens/administration/administration-screen.tsx'),
}

/**
 * Fetches the other screens once the first one stands. One that is first asked for when the desk has gone
 * cannot be had, and the router would load the page anew for it: the officer would see the browser's words, not ours.
 */
export function loadOtherScreens(): () => void {
  // Some seconds after the first rows, by a plain timer: not every browser can say when it is idle.
  const later = setTimeout(() => {
    for (const load of Object.values(LATER)) load().catch(() => {})
  }, 2000)
  return () => clearTimeout(later)
}

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
const item = createRoute({ getParentRoute: () => root, path: '/items/$item', component: lazyRouteComponent(LATER.item, 'ItemScreen') })
const dispatches = createRoute({
  getParentRoute: () => root,
  path: '/dispatches',
  component: lazyRouteComponent(LATER.dispatches, 'DispatchesScreen'),
  validateSearch: lists,
})
const exchange = createRoute({
  getParentRoute: () => root,
  path: '/exchange',
  component: lazyRouteComponent(LATER.exchange, 'ExchangeScreen'),
  validateSearch: lists,
})
const administration = createRoute({
  getParentRoute: () => root,
  path: '/administration',
  component: lazyRouteComponent(LATER.administration, 'AdministrationScreen'),
  validateSearch: lists,
})

const tree = root.addChildren([start, worklist, item, dispatches, exchange, administration])

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
