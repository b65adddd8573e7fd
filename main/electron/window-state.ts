/** Where the window stood, how large, and at which zoom: as it was left, on a screen that is still there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from '../../shared/zod.ts'
import { writeDurably } from '../store/durable.ts'

const FILE = 'window.json'
const number = z.number().finite()
const stateSchema = z.object({
  bounds: z.object({ x: number, y: number, width: number.min(400).max(20_000), height: number.min(300).max(20_000) }),
  maximised: z.boolean(),
  zoom: number.min(0.25).max(5),
})
export type WindowState = z.infer<typeof stateSchema>

/** So much of its upper edge must be in reach that it can be drawn back. */
const REACH = { width: 120, height: 24 }

export function readWindowState(profile: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(join(profile, FILE), 'utf8')))
  } catch {
    // None yet, or of another program: the window opens as on the first day.
    return null
  }
}

/** The bounds to open with; `null` where the screen on which they lay is gone, so that no window opens out of sight. */
export function boundsInSight({ bounds }: WindowState, areas: readonly Rectangle[]): Rectangle | null {
  const reachable = areas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
    const edge = bounds.y >= area.y - 4 && bounds.y + REACH.height <= area.y + area.height
    return width >= REACH.width && edge
  })
  return reachable ? bounds : null
}

export const screenAreas = (): Rectangle[] => screen.getAllDisplays().map(({ workArea }) => workArea)

/** Remembers the window each time it closes. */
export function keepWindowState(window: BrowserWindow, profile: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximised: window.isMaximized(), zoom: window.webContents.getZoomFactor() }
    try {
      writeDurably(join(profile, FILE), JSON.stringify(state))
    } catch (error) {
      process.emitWarning(`The place of the window could not be kept: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
}
