/**
 * The way of a real browser into the desk: through the redirect file, past `SameSite=Strict`, to the WebSocket; and
 * what a page of somebody else can do meanwhile, which is nothing. The desk behind it is a fake.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { findBrowser } from '../../main/local/browsers.ts'
import { windowCommand, writeRedirect } from '../../main/local/open-browser.ts'
import { type LocalServer, openServer } from '../../main/local/server.ts'
import { type FakeDesk, fakeDesk } from '../fakes/desk.ts'
import { builtPages } from '../fakes/pages.ts'
import { collectComplaints } from './fixtures.ts'

/** As the renderer does it: proves the page, makes a call, shows that an answer came. */
const SCRIPT = `
const secret = document.querySelector('meta[name=page-secret]').content
const socket = new WebSocket('ws://' + location.host + '/socket')
socket.onopen = () => { socket.send(JSON.stringify({ secret })); socket.send(JSON.stringify({ id: 1, name: 'session.get', input: {} })) }
socket.onmessage = (event) => { document.title = 'answered ' + JSON.parse(event.data).id }
`

let desk: FakeDesk
let pages: ReturnType<typeof builtPages>
let server: LocalServer

test.beforeEach(async () => {
  desk = fakeDesk()
  pages = builtPages()
  writeFileSync(join(pages.folder, 'assets', 'index-abc.js'), SCRIPT)
  server = await openServer({ desk: Promise.resolve(desk), pagesFolder: pages.folder, port: 0, ownerSecret: 'x'.repeat(32) })
})
test.afterEach(async () => {
  await server.close()
  desk.remove()
  rmSync(pages.base, { recursive: true, force: true })
})

test('the redirect file leads to a page that reaches the desk', async ({ page, context }) => {
  const complaints: string[] = []
  collectComplaints(page, complaints)
  const redirect = writeRedirect(server.fileAddress())
  expect(statSync(redirect.file).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(redirect.file)).mode & 0o777).toBe(0o700)
  await page.goto(pathToFileURL(redirect.file).href)
  await expect(page).toHaveTitle('answered 1')
  expect(page.url()).not.toContain('token')
  expect(await context.cookies()).toEqual([expect.objectContaining({ name: `liaison-desk-${server.port}`, httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1', path: '/' })])
  // Reloading keeps the session; a new page gets a new secret.
  await page.reload()
  await expect(page).toHaveTitle('answered 1')
  // The file is worth nothing a second time.
  await context.clearCookies()
  await page.goto(pathToFileURL(redirect.file).href)
  await expect(page.getByRole('heading')).toHaveText('This address no longer opens the desk')
  redirect.remove()
  expect(complaints.filter((one) => !one.includes('403'))).toEqual([])
})

test('the printed address opens in two browsers, localhost as well as 127.0.0.1', async ({ page, browser }) => {
  const address = server.printedAddress()
  await page.goto(address)
  await expect(page).toHaveTitle('answered 1')
  const other = await (await browser.newContext()).newPage()
  await other.goto(address.replace('127.0.0.1', 'localhost'))
  await expect(other).toHaveTitle('answered 1')
  await other.context().close()
})

test('a window of its own comes up by the very command that opens it, and the token is in no command line', async () => {
  const browser = findBrowser()
  test.skip(browser === null, 'this machine has no browser of its own that could show a window')
  if (browser === null) return
  const redirect = writeRedirect(server.fileAddress())
  const profile = mkdtempSync(join(tmpdir(), 'window-'))
  const command = windowCommand(browser, redirect.file, profile, process.getuid?.() === 0)
  expect(command.args.join(' ')).not.toContain('token')
  const child: ChildProcess = spawn(command.file, ['--headless=new', ...command.args], { stdio: 'ignore', detached: true })
  try {
    await expect.poll(() => desk.calls.map((call) => call.name), { timeout: 30_000 }).toEqual(['session.get'])
    expect(readFileSync(redirect.file, 'utf8')).toContain('/enter?token=')
  } finally {
    // The whole group: the browser has children of its own.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
    redirect.remove()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

test('a page of another port gets nothing, although the browser sends it our cookie', async ({ page, context }) => {
  await page.goto(server.printedAddress())
  await expect(page).toHaveTitle('answered 1')
  const foreign: Server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<title>foreign</title>'))
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  try {
    const stranger = await context.newPage()
    await stranger.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
    const before = desk.calls.length
    const tried = await stranger.evaluate(async (desk) => {
      const outcome = (promise: Promise<unknown>) =>
        promise.then(
          () => 'reached',
          () => 'refused',
        )
      // Listened to at once: a refusal may come while something else is awaited.
      const heard = (target: EventTarget, good: string) =>
        new Promise<string>((resolve) => {
          target.addEventListener(good, () => resolve('reached'))
          target.addEventListener('error', () => resolve('refused'))
        })
      const socket = heard(new WebSocket(`ws://${desk}/socket`), 'open')
      const element = document.createElement('script')
      element.src = `http://${desk}/assets/index-abc.js`
      const script = heard(element, 'load')
      document.head.append(element)
      const frame = document.createElement('iframe')
      frame.src = `http://${desk}/`
      const results = {
        read: await outcome(fetch(`http://${desk}/`, { credentials: 'include' })),
        put: await outcome(fetch(`http://${desk}/place/a.edi`, { method: 'PUT', body: 'x', credentials: 'include' })),
        socket: await socket,
        script: await script,
      }
      document.body.append(frame)
      return results
    }, `127.0.0.1:${server.port}`)
    expect(tried).toEqual({ read: 'refused', put: 'refused', socket: 'refused', script: 'refused' })
    await stranger.waitForLoadState('networkidle')
    for (const frame of stranger.frames().slice(1)) expect(await frame.evaluate(() => document.querySelector('meta[name=page-secret]')).catch(() => null)).toBeNull()
    expect(desk.calls.length).toBe(before)
  } finally {
    foreign.close()
  }
})
