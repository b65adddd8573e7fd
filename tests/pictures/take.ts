/**
 * Every screen × light, dark × English, French, mirrored × 1024, 1440, 1920 pixels × 100, 200 %, with an index page.
 *
 * Screens are those of the rail, and their parts those of their tabs: a new one is pictured without a word here. What
 * must be opened to be seen (an item, windows over a screen) is listed below.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from '@playwright/test'
import { findBrowser } from '../../main/local/browsers.ts'
import { OFFICER, openPictureDesk } from './desk.ts'

const FOLDER = fileURLToPath(new URL('../../pictures/', import.meta.url))
const THEMES = ['light', 'dark'] as const
const LANGUAGES = ['en', 'fr', 'mirrored'] as const
const WIDTHS = ['1024', '1440', '1920'] as const
const ZOOMS = ['100', '200'] as const
const HEIGHTS: Readonly<Record<string, number>> = { 1024: 768, 1440: 900, 1920: 1080 }
const LOCALES = { en: 'en-GB', fr: 'fr-CH', mirrored: 'en-GB' } as const

interface Taken {
  readonly screen: string
  readonly file: string
  readonly of: string
}

const { values } = parseArgs({
  options: { screens: { type: 'string' }, themes: { type: 'string' }, languages: { type: 'string' }, widths: { type: 'string' }, zooms: { type: 'string' } },
})
const chosen = <T extends string>(all: readonly T[], given: string | undefined): readonly T[] => (given === undefined ? all : all.filter((one) => given.split(',').includes(one)))
const wanted = values.screens?.split(',')
const isWanted = (screen: string): boolean => wanted === undefined || wanted.some((one) => screen.startsWith(one))

const desk = await openPictureDesk()
const found = findBrowser()
const browser = await chromium.launch({
  ...(found ? { executablePath: found.file } : {}),
  args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
})
if (wanted === undefined) rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
const taken: Taken[] = []
const themes = chosen(THEMES, values.themes)
try {
  for (const language of chosen(LANGUAGES, values.languages))
    for (const width of chosen(WIDTHS, values.widths)) for (const zoom of chosen(ZOOMS, values.zooms)) await picture(browser, language, Number(width), Number(zoom))
} finally {
  await browser.close()
  desk.stop()
}
writeFileSync(join(FOLDER, 'index.html'), indexOf(taken))
process.stdout.write(`${taken.length} pictures in ${FOLDER}\n`)

/** One window in one language, walked through all screens; each screen is pictured in both themes where it stands. */
async function picture(from: Browser, language: keyof typeof LOCALES, width: number, zoom: number): Promise<void> {
  const scale = zoom / 100
  // Zooming to 200 % is what a browser makes of it: half as many CSS pixels, each of them twice as fine.
  const viewport = { width: Math.round(width / scale), height: Math.round((HEIGHTS[width] ?? 900) / scale) }
  const context = await from.newContext({ viewport, deviceScaleFactor: scale, locale: LOCALES[language], reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`uncaught: ${error.message}\n`))
  page.on('console', (message) => message.type() === 'error' && process.stderr.write(`console: ${message.text()}\n`))
  const take = async (screen: string) => {
    if (!isWanted(screen)) return
    await settled(page)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      const of = `${language}-${width}-${zoom}-${theme}`
      const file = `${screen.replaceAll(/[^\w-]+/g, '-')}-${of}.png`
      await page.screenshot({ path: join(FOLDER, file) })
      taken.push({ screen, file, of })
    }
  }
  await page.goto(desk.url)
  if (language === 'mirrored') await page.goto(`${new URL(page.url()).origin}/?pseudo=ar`)
  await page.locator('input[autocomplete=username], input').first().waitFor()
  await take('sign-in')
  await page.locator('input').nth(0).fill(OFFICER.login)
  await page.locator('input').nth(1).fill(OFFICER.password)
  await page.keyboard.press('Enter')
  await page.locator('nav.rail').waitFor()
  await takeScreens(page, take)
  await takeWindows(page, take)
  await context.close()
}

async function takeScreens(page: Page, take: (screen: string) => Promise<void>): Promise<void> {
  const links = await page.locator('nav.rail a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  for (const link of links) {
    const screen = /#\/?(\w+)/.exec(link)?.[1] ?? ''
    if (!isWanted(screen)) continue
    await go(page, link)
    await take(screen)
    // The worklist's tabs are lists of the same screen; others hold a screen each.
    if (screen === 'worklist') continue
    const tabs = page.locator('main [role=tablist]').first().getByRole('tab')
    for (let at = 1; at < (await tabs.count()); at += 1) {
      await tabs.nth(at).click()
      await take(`${screen}-${(await tabs.nth(at).getAttribute('data-tab')) ?? at}`)
    }
  }
}

async function takeWindows(page: Page, take: (screen: string) => Promise<void>): Promise<void> {
  const over = async (screen: string, keys: string) => {
    if (!isWanted(screen)) return
    await page.keyboard.press(keys)
    await page.locator('[role=dialog]').first().waitFor()
    await take(screen)
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').first().waitFor({ state: 'detached' })
  }
  await go(page, '#/worklist?state=under-examination&state=held')
  await page.locator('.grid .ident').first().waitFor()
  await take('worklist-filtered')
  for (const key of ['Home', 'x', 'j', 'x']) await page.keyboard.press(key)
  await take('worklist-selected')
  await page.keyboard.press('Escape')
  await over('palette', 'Control+k')
  await over('preferences', 'Control+,')
  await over('keys', '?')
  await page.locator('.grid .ident').first().click()
  await page.keyboard.press('Enter')
  await page.locator('.item-page').waitFor()
  await take('item')
  await over('window-hold', 'h')
  await over('window-flag', 'f')
  await over('window-note', 'n')
}

async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to.replace(/^.*#/, '#')
  }, address)
  await settled(page)
}

/** Nothing on its way any more, neither words nor fonts. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(120)
  await page.waitForFunction(() => document.querySelector('.bones, [aria-busy=true]') === null, undefined, { timeout: 5_000 }).catch(() => {})
  await page.evaluate(() => document.fonts.ready.then(() => {}))
  await page.waitForTimeout(60)
}

function indexOf(all: readonly Taken[]): string {
  const screens = [...new Set(all.map((one) => one.screen))]
  const part = (screen: string) =>
    `<h2>${screen}</h2><div>${all
      .filter((one) => one.screen === screen)
      .map((one) => `<a href="${one.file}"><img loading="lazy" src="${one.file}" alt="${screen}, ${one.of}"><span>${one.of}</span></a>`)
      .join('')}</div>`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Liaison Desk, pictured</title>
<style>body{font:14px system-ui;margin:24px;background:#eef0ee}div{display:flex;flex-wrap:wrap;gap:12px}a{display:grid;gap:4px;color:inherit;font-size:12px}img{width:320px;border:1px solid #b9beb6}</style>
<h1>${all.length} pictures</h1>${screens.map(part).join('')}</html>\n`
}
