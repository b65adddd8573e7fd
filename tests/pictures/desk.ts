/** A desk for pictures: an office whose mail was made by the simulator, with some decisions already taken. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { simulate } from '../../main/simulate/office.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const OFFICER = { login: 'anna', password: 'a first good password' } as const
const HOUR = 3_600_000

export interface PictureDesk {
  readonly url: string
  readonly stop: () => void
}

/** @param items of the simulated mail, all dispatches together */
export async function openPictureDesk(items = 2_000): Promise<PictureDesk> {
  const home = mkdtempSync(join(tmpdir(), 'liaison-pictures-'))
  const env = { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), LIAISON_PASSWORD: OFFICER.password }
  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['main/local/liaison.ts', ...args, '--data', join(home, 'data')], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] })
  const run = (args: readonly string[], given = '') =>
    new Promise<string>((resolve, reject) => {
      const child = start(args)
      let out = ''
      let complaint = ''
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text))
      // Some of what is decided here may be refused, which is 1; a picture shows that, too.
      child.on('close', (code) => (code === 2 ? reject(new Error(`liaison ${args.join(' ')}: ${complaint}`)) : resolve(out)))
      child.stdin?.end(given)
    })

  await run(['init', '--json', '--office', 'CHZRHB', '--user', OFFICER.login, '--name', 'Zürich–Mülligen', '--user-name', 'A. Keller'])
  const mail = join(home, 'mail')
  mkdirSync(mail)
  const now = Date.now()
  for (const made of simulate({ seed: 7, office: 'CHZRHB', dispatches: 12, items, faults: true, startsAt: now - 10 * HOUR }))
    if (made.kind === 'interchange' && made.at <= now) writeFileSync(join(mail, made.name), made.bytes)
  await run(['import', '--json', mail])
  const rows = (await run(['items', '--json', '--where', 'state=arrived', '--limit', '60'])).split('\n').filter((line) => line !== '')
  const decisions = rows.flatMap((line, at) => decided((JSON.parse(line) as { readonly item: string }).item, at))
  await run(['act', '--as', OFFICER.login, '--json'], `${decisions.map((one) => JSON.stringify(one)).join('\n')}\n`)

  const child = start(['desk', '--json', '--no-open', '--port', '0'])
  child.stderr?.pipe(process.stderr)
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      const said = JSON.parse(line) as { readonly ready?: boolean; readonly url?: string }
      if (said.ready === true && said.url !== undefined) resolve(said.url)
    })
    child.on('exit', (code) => reject(new Error(`The desk ended with exit code ${code}`)))
  })
  return {
    url,
    stop: () => {
      child.on('exit', () => rmSync(home, { recursive: true, force: true }))
      child.kill('SIGTERM')
    },
  }
}

/** What an office does in a morning, by the item's place in the list. */
function decided(item: string, at: number): Readonly<Record<string, unknown>>[] {
  const act = (name: string, args: Readonly<Record<string, unknown>> = {}) => ({ name, item, args })
  switch (at % 8) {
    case 0:
      return [act('flag', { flag: 'attention' }), act('present')]
    case 1:
      return [act('present'), act('examine', { kind: 'scan' })]
    case 2:
      return [act('present'), act('hold', { reason: 'proof-of-value' })]
    case 3:
      return [
        act('present'),
        act('examine', { kind: 'open' }),
        act('record', { result: 'discrepancy', found: [{ piece: 1, description: 'Mobile phones, new', hs: '851713', quantity: 20, value: '5980.00' }] }),
      ]
    case 4:
      return [act('target', { text: 'same sender as Tuesday' })]
    case 5:
      return [act('note', { text: 'The addressee called about it.' })]
    default:
      return [act('release')]
  }
}
