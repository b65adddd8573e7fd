/** `desk` as a process: what it prints, how it ends, and what a second start on the same data folder does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser, type Machine } from '../../main/local/browsers.ts'
import { tabCommand, windowCommand, writeRedirect } from '../../main/local/open-browser.ts'
import { askRunningDesk } from '../../main/local/running-desk.ts'

const program = fileURLToPath(new URL('../fakes/run-desk.ts', import.meta.url))
const READY = /^\{"ready":true,"url":"(http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+)"\}\n$/

let dataFolder: string
const children: ChildProcess[] = []

beforeEach(() => (dataFolder = mkdtempSync(join(tmpdir(), 'data-'))))
afterEach(async () => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
    }
  rmSync(dataFolder, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly printed: { out: string; err: string }
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string>
}
function start(...words: string[]): Started {
  const child = spawn(process.execPath, [program, dataFolder, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text))
  return { child, printed, ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? ''))) }
}
const ready = async (started: Started): Promise<string> => {
  await expect.poll(() => started.printed.out, { timeout: 20_000 }).toMatch(READY)
  return READY.exec(started.printed.out)?.[1] ?? ''
}
const status = async (url: string) => (await fetch(url, { redirect: 'manual' })).status

describe('the desk in a browser window', () => {
  it('prints one line once it can be used, and nothing else on stdout', async () => {
    const started = start('json')
    const url = await ready(started)
    expect(await status(url)).toBe(303)
    started.child.kill('SIGTERM')
    expect(await started.ended).toBe(0)
    expect(started.printed.out).toMatch(READY)
    expect(started.printed.err).toBe('the desk was closed\n')
  })

  it('tells a person where it is, how long that works and how to end it', async () => {
    const started = start()
    await expect.poll(() => started.printed.err).toMatch(/Ctrl-C ends it\.\n$/)
    expect(started.printed.out).toBe('')
    expect(started.printed.err).toMatch(/^Liaison Desk is open\. Go to http:\/\/127\.0\.0\.1:\d+\/enter\?token=/)
    expect(started.printed.err).toContain('ten minutes')
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(0)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('closes the desk on %s', async (signal) => {
    const started = start('json')
    await ready(started)
    started.child.kill(signal)
    expect(await started.ended).toBe(0)
    expect(started.printed.err).toContain('the desk was closed')
    expect(existsSync(join(dataFolder, 'local-host.json'))).toBe(false)
  })

  it('closes the desk on a Ctrl-C that arrives twice, by the terminal and by the launcher', async () => {
    const started = start('json')
    await ready(started)
    started.child.kill('SIGINT')
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(0)
    expect(started.printed.err).toContain('the desk was closed')
  })

  it('goes on when whoever read its output has gone', async () => {
    const started = start('json')
    const url = await ready(started)
    started.child.stdout?.destroy()
    started.child.stderr?.destroy()
    expect(await status(url)).toBe(303)
    started.child.kill('SIGTERM')
    expect(await started.ended).toBe(0)
  })

  it('started a second time opens the one that is running, by an address of its own', async () => {
    const first = start('json')
    const url = await ready(first)
    const second = start('json')
    expect(await second.ended).toBe(0)
    const other = READY.exec(second.printed.out)?.[1] ?? ''
    expect(new URL(other).host).toBe(new URL(url).host)
    expect(other).not.toBe(url)
    expect(await status(other)).toBe(303)
  })

  it('leaves a note that only this person can read', async () => {
    const started = start('json')
    await ready(started)
    const file = join(dataFolder, 'local-host.json')
    await expect.poll(() => existsSync(file)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).not.toContain('token')
  })

  it('is not misled by the note of one that was killed', async () => {
    const first = start('json')
    const url = await ready(first)
    await expect.poll(() => existsSync(join(dataFolder, 'local-host.json'))).toBe(true)
    first.child.kill('SIGKILL')
    await first.ended
    rmSync(join(dataFolder, 'owner'))
    const second = start('json')
    expect(await ready(second)).not.toBe(url)
  })

  it('believes nobody who took the port of one that was killed, and does not tell him the secret', async () => {
    const secret = 'the secret of a desk that died'
    const heard: string[] = []
    const thief = createHttpServer((request, response) => {
      heard.push(JSON.stringify(request.headers))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ printed: 'http://127.0.0.1:1/', file: 'http://127.0.0.1:1/', proof: request.headers['x-proof'] }))
    })
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve))
    try {
      writeFileSync(join(dataFolder, 'local-host.json'), JSON.stringify({ pid: 1, port: (thief.address() as AddressInfo).port, secret }))
      expect(await askRunningDesk(dataFolder)).toBeNull()
      expect(heard).toHaveLength(1)
      expect(heard.join()).not.toContain(secret)
    } finally {
      thief.close()
    }
  })

  it.each(['', 'null', '{', '{"pid":1}', '{"pid":1,"port":0,"secret":"xxxxxxxxxxxxxxxxxxxxxxxx"}'])('takes a note of %j for none', async (text) => {
    writeFileSync(join(dataFolder, 'local-host.json'), text)
    expect(await askRunningDesk(dataFolder)).toBeNull()
  })

  it('ends with 2 and the reason where the store does not open', async () => {
    for (const words of [['json', 'broken'], ['broken']]) {
      const started = start(...words)
      expect(await started.ended).toBe(2)
      expect(started.printed).toEqual({ out: '', err: 'The key does not open this store\n' })
    }
  })

  it('ends with 2 and the reason where the port is taken, and lets the data folder go', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = taken.address() as AddressInfo
      const started = start('json', 'port', String(port))
      expect(await started.ended).toBe(2)
      expect(started.printed.err).toContain(`Port ${port} is taken`)
      expect(existsSync(join(dataFolder, 'owner'))).toBe(false)
    } finally {
      taken.close()
    }
  })

  it('listens on the port that was asked for', async () => {
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    const started = start('json', 'port', String(port))
    expect(new URL(await ready(started)).port).toBe(String(port))
  })
})

describe('the browser', () => {
  const machine = (platform: NodeJS.Platform, files: readonly string[], env: Machine['env'] = {}): Machine => ({ platform, env, runnable: (file) => files.includes(file) })

  it.each<[string, Machine, string | null]>([
    ['Debian', machine('linux', ['/usr/bin/chromium', '/usr/bin/google-chrome'], { PATH: '/bin:/usr/bin' }), '/usr/bin/chromium'],
    ['a service with an empty PATH', machine('linux', ['/usr/bin/google-chrome'], {}), '/usr/bin/google-chrome'],
    ['a Chrome of one’s own', machine('linux', ['/opt/bin/brave-browser'], { PATH: '/opt/bin' }), '/opt/bin/brave-browser'],
    [
      'macOS',
      machine('darwin', ['/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'], { HOME: '/Users/anna' }),
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    [
      'Windows',
      machine('win32', ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'], {
        PROGRAMFILES: 'C:\\Program Files',
        'PROGRAMFILES(X86)': 'C:\\Program Files (x86)',
      }),
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    ['the one that was named', machine('linux', ['/usr/bin/chromium', '/my/chrome'], { LIAISON_BROWSER: '/my/chrome' }), '/my/chrome'],
    ['a machine with none', machine('linux', ['/usr/bin/firefox'], { PATH: '/usr/bin' }), null],
  ])('is found on %s', (_name, given, file) => expect(findBrowser(given)?.file ?? null).toBe(file))

  it('gets a window and a profile of its own, and no sandbox only as root', () => {
    const browser = { name: 'chromium', file: '/usr/bin/chromium' }
    const { file, args } = windowCommand(browser, '/tmp/a b/open.html', '/data/window', false)
    expect(file).toBe('/usr/bin/chromium')
    expect(args).toEqual(expect.arrayContaining(['--app=file:///tmp/a%20b/open.html', '--user-data-dir=/data/window', '--no-first-run']))
    expect(args).not.toContain('--no-sandbox')
    expect(windowCommand(browser, '/x', '/y', true).args).toContain('--no-sandbox')
  })

  it.each<[NodeJS.Platform, string]>([
    ['linux', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'explorer.exe'],
  ])('of another family opens a tab on %s', (platform, file) => expect(tabCommand('/tmp/open.html', platform)).toEqual({ file, args: ['/tmp/open.html'] }))

  it('is sent on by a file that only this person can read, whatever stands in the address', () => {
    const redirect = writeRedirect('http://127.0.0.1:1/enter?token=a"><script>&', dataFolder)
    expect(statSync(redirect.file).mode & 0o777).toBe(0o600)
    expect(readFileSync(redirect.file, 'utf8')).toContain('content="0;url=http://127.0.0.1:1/enter?token=a&quot;>&lt;script>&amp;"')
    redirect.remove()
    expect(existsSync(redirect.file)).toBe(false)
  })
})
