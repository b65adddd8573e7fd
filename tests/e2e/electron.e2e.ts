/**
 * The Electron host itself, where its binary is there and a display to show it. Everything about it that can be tested
 * without stands in tests/electron.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron as electron, expect, test } from '@playwright/test'
import { installedElectron, noWindow } from '../../scripts/electron-binary.mjs'
import { CONTENT_SECURITY_POLICY } from '../../main/csp.ts'
import { collectComplaints } from './fixtures.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = installedElectron()
const reason =
  binary === null
    ? "Electron's binary is not there (npm start -- --electron fetches it)"
    : (noWindow() ?? (existsSync(join(root, 'out', 'main', 'index.js')) ? null : 'it was not built (npm run build)'))

test('opens its window, sandboxed, under the policy, and reaches the desk through eight functions', async () => {
  test.skip(reason !== null, `Electron itself was not tried: ${reason}`)
  const home = mkdtempSync(join(tmpdir(), 'electron-e2e-'))
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  const app = await electron.launch({
    executablePath: binary ?? '',
    args: [root, ...(asRoot ? ['--no-sandbox'] : []), '--data', join(home, 'data')],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(home, 'config'), LIAISON_KEY: 'a passphrase for this test alone' },
  })
  try {
    const page = await app.firstWindow()
    const complaints: string[] = []
    collectComplaints(page, complaints)
    await expect(page.locator('#desk')).not.toBeEmpty()
    expect(page.url()).toMatch(/^app:\/\/desk\/index\.html/)
    const seen = await page.evaluate(async () => {
      const reply = await (globalThis as unknown as { deskBridge: { call(name: string, input: unknown): Promise<unknown> } }).deskBridge.call('session.get', {})
      const own = await fetch('/index.html')
      const foreign = await fetch('https://example.test/').then(
        () => 'reached',
        () => 'refused',
      )
      return {
        reply,
        policy: own.headers.get('content-security-policy'),
        foreign,
        node: [typeof (globalThis as { require?: unknown }).require, typeof (globalThis as { process?: unknown }).process],
      }
    })
    expect(seen).toMatchObject({
      reply: { ok: true, output: { phase: 'set-up', host: 'electron' } },
      policy: CONTENT_SECURITY_POLICY,
      foreign: 'refused',
      node: ['undefined', 'undefined'],
    })
    // The attempt to reach a foreign server is reported, and is all that may be.
    expect(complaints.filter((one) => !one.includes('example.test'))).toEqual([])
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
})
