/**
 * The worklist over a million items (LIAISON_BENCH_ROWS makes that smaller) in a real Chromium, against a plain list of
 * TanStack Virtual in the same browser, in turns: what frames are dropped while one scrolls, and how soon the rows of
 * any place in the list stand there.
 *
 * The plain list has the same number of rows of the same height, as far as a browser's scroll area reaches, and
 * nothing else: its texts are in memory, no desk is asked, nothing can be selected, and no screen reader is told.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { startDesk as startHere } from '../../main/desk/start.ts'
import { findBrowser } from '../../main/local/browsers.ts'
import { databaseKeyHex, openKeyring } from '../../main/store/keyring.ts'
import { STORE_FILE } from '../../main/store/layout.ts'
import { openForWriting } from '../../main/store/open.ts'
import { startDesk } from '../e2e/fixtures.ts'
import { fill } from './store-fill.ts'

interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  readonly ratio: number | null
  readonly unit: string
  readonly note: string
}

const ITEMS = Number(process.env['LIAISON_BENCH_ROWS'] ?? 1_000_000)
const KEY = 'a passphrase of the bench'
const PASSWORD = 'correct horse battery'
const ROUNDS = 3
const FRAMES = 240
/** A brisk flick of the wheel: 12,000 pixels, some 400 rows, a second. */
const PIXELS_A_FRAME = 200
const JUMPS = 15
/** Where a browser's scroll area ends, in pixels. */
const LONGEST = 33_000_000

/** How to find the list on its page. */
interface List {
  readonly page: Page
  readonly scroller: string
  readonly row: string
  /** What a row has once its content is there. */
  readonly filled: string
}

interface Scrolled {
  /** Milliseconds between frames. */
  readonly frames: number[]
  /** Frames of which more than a tenth stood empty: rows had not come, or were not drawn yet. */
  readonly blank: number
}

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
  const data = join(folder, 'data')
  await office(data)
  const desk = await startDesk(data, { LIAISON_KEY: KEY, XDG_CONFIG_HOME: join(folder, 'config') })
  const found = findBrowser()
  const browser = await chromium.launch({ args: ['--disable-background-networking', '--no-first-run'], ...(found ? { executablePath: found.file } : {}) })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const ours = await worklist(await context.newPage(), desk.url)
    const height = await ours.page
      .locator(`${ours.row}`)
      .first()
      .evaluate((row) => row.getBoundingClientRect().height)
    const peer = await plainList(await context.newPage(), folder, height)
    return await measure(ours, peer)
  } finally {
    await browser.close()
    await desk.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function office(data: string): Promise<void> {
  const desk = await startHere({ dataFolder: data, keyText: KEY, osKeyStore: null })
  const input = { office: 'CHZRHB', name: 'Zürich', zone: null, user: 'anna', userName: null, password: PASSWORD, watchedFolder: null, outFolder: null }
  const reply = await desk.connect({ host: 'local', notify: () => undefined }).call('session.setUp', input)
  await desk.close()
  if (!reply.ok) throw new Error(reply.error.message)
  const db = openForWriting(join(data, STORE_FILE), databaseKeyHex(await openKeyring(data, { passphrase: KEY })))
  fill(db, ITEMS)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

async function worklist(page: Page, url: string): Promise<List> {
  await page.goto(url)
  await page.locator('input').first().fill('anna')
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  const list = { page, scroller: '[role=grid]', row: '[role=grid] [role=row]:not(.head)', filled: 'input' }
  await page.locator(`${list.row} ${list.filled}`).first().waitFor({ timeout: 60_000 })
  return list
}

async function plainList(page: Page, folder: string, rowHeight: number): Promise<List> {
  const outDir = join(folder, 'plain')
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir, lib: { entry: fileURLToPath(new URL('_plain-list.tsx', import.meta.url)), formats: ['iife'], name: 'plainList', fileName: () => 'plain.js' } },
  })
  const count = Math.min(ITEMS, Math.floor(LONGEST / rowHeight))
  await page.setContent(`<!doctype html><body style="margin:0;font:13px sans-serif"><div id="list" data-count="${count}" data-row-height="${rowHeight}"></div></body>`)
  await page.addScriptTag({ content: readFileSync(join(outDir, 'plain.js'), 'utf8') })
  const list = { page, scroller: '.list', row: '.plain-row', filled: 'div' }
  await page.locator(list.row).first().waitFor()
  return list
}

async function measure(ours: List, peer: List): Promise<Row[]> {
  const scrolled = { ours: [] as Scrolled[], peer: [] as Scrolled[] }
  const jumped = { ours: [] as number[], peer: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [who, list] of [
      ['ours', ours],
      ['peer', peer],
    ] as const) {
      await list.page.bringToFront()
      scrolled[who].push(await scroll(list, round / ROUNDS))
      jumped[who].push(...(await jumps(list, round)))
    }
  }
  const frames = (of: readonly Scrolled[]): number[] => of.flatMap((one) => one.frames)
  const blank = (of: readonly Scrolled[]): number => (100 * of.reduce((sum, one) => sum + one.blank, 0)) / frames(of).length
  const pair = (name: string, of: (values: readonly number[]) => number, values: { ours: readonly number[]; peer: readonly number[] }, unit: string, note: string): Row => {
    const [mine, theirs] = [of(values.ours), of(values.peer)]
    return { name, ours: mine, peer: theirs, ratio: mine === 0 ? null : theirs / mine, unit, note }
  }
  const times = { ours: frames(scrolled.ours), peer: frames(scrolled.peer) }
  const scrolling = `${ROUNDS} × ${FRAMES} frames, ${PIXELS_A_FRAME} pixels a frame, over ${ITEMS.toLocaleString('en')} rows`
  return [
    pair('scrolling: frame, median', (all) => quantile(all, 0.5), times, 'ms', scrolling),
    pair('scrolling: frame, 95 of 100', (all) => quantile(all, 0.95), times, 'ms', scrolling),
    pair('scrolling: frames dropped', dropped, times, '%', 'of those that a screen of 60 Hz would have shown'),
    {
      name: 'scrolling: frames with empty places',
      ours: blank(scrolled.ours),
      peer: blank(scrolled.peer),
      ratio: null,
      unit: '%',
      note: 'more than a tenth of the window; the plain list has all rows in memory',
    },
    pair('a jump anywhere: until its rows stand there', (all) => quantile(all, 0.5), jumped, 'ms', `median of ${ROUNDS * JUMPS}; ours asks the desk for a window`),
    pair('the same, 95 of 100', (all) => quantile(all, 0.95), jumped, 'ms', 'from setting the scroll bar to a frame with every row in sight'),
  ]
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN
}

const FRAME_MS = 1000 / 60
function dropped(frames: readonly number[]): number {
  const due = frames.reduce((sum, ms) => sum + Math.max(1, Math.round(ms / FRAME_MS)), 0)
  return (100 * (due - frames.length)) / due
}

/** Scrolls from a part of the list on, as many frames as there are, and looks at each. */
function scroll({ page, scroller, row, filled }: List, from: number): Promise<Scrolled> {
  return page.evaluate(
    async ([on, rows, content, start, count, step]) => {
      const element = document.querySelector(on)
      if (element === null) throw new Error(`There is no ${on}.`)
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      const box = element.getBoundingClientRect()
      /** Whether rows with their content cover the window, as it is about to be painted. */
      const isCovered = (): boolean => {
        let covered = 0
        for (const one of document.querySelectorAll(rows)) {
          const { top, bottom } = one.getBoundingClientRect()
          if (one.querySelector(content) !== null) covered += Math.max(0, Math.min(bottom, box.bottom) - Math.max(top, box.top))
        }
        return covered >= box.height * 0.9
      }
      element.scrollTop = element.scrollHeight * start
      for (let settling = 0; settling < 60; settling++) await frame()
      const frames: number[] = []
      let blank = 0
      let before = await frame()
      for (let n = 0; n < count; n++) {
        element.scrollTop += step
        const now = await frame()
        frames.push(now - before)
        before = now
        if (!isCovered()) blank += 1
      }
      return { frames, blank }
    },
    [scroller, row, filled, from, FRAMES, PIXELS_A_FRAME] as const,
  )
}

/** Sets the scroll bar to places all over the list; answers milliseconds until rows of that place are all there. */
function jumps({ page, scroller, row, filled }: List, round: number): Promise<number[]> {
  const places = Array.from({ length: JUMPS }, (_, n) => ((n * 0.618 + round * 0.137 + 0.05) % 0.95) + 0.01)
  return page.evaluate(
    async ([on, rows, content, where]) => {
      const element = document.querySelector(on)
      if (element === null) throw new Error(`There is no ${on}.`)
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      const box = element.getBoundingClientRect()
      /** The first row in sight, once all in sight are filled and they cover the window. */
      const first = (): string | null => {
        const seen = [...document.querySelectorAll(rows)].filter((one) => {
          const { top, bottom } = one.getBoundingClientRect()
          return bottom > box.top && top < box.bottom
        })
        const covered = seen.reduce((sum, one) => sum + one.getBoundingClientRect().height, 0) >= box.height * 0.9
        return covered && seen.every((one) => one.querySelector(content) !== null) ? (seen[0]?.textContent ?? null) : null
      }
      const out: number[] = []
      for (const place of where) {
        const left = first()
        const began = performance.now()
        element.scrollTop = place * (element.scrollHeight - box.height)
        for (;;) {
          await frame()
          const now = first()
          if (now !== null && now !== left) break
          if (performance.now() - began > 10_000) throw new Error('No rows came within ten seconds.')
        }
        out.push(performance.now() - began)
        for (let settling = 0; settling < 10; settling++) await frame()
      }
      return out
    },
    [scroller, row, filled, places] as const,
  )
}

if (process.argv[1]?.endsWith('grid.ts')) {
  console.table(
    (await run()).map((row) => ({
      ...row,
      ours: Number(row.ours.toFixed(1)),
      peer: row.peer === null ? null : Number(row.peer.toFixed(1)),
      ratio: row.ratio === null ? null : Number(row.ratio.toFixed(2)),
    })),
  )
}
