import { defineConfig } from '@playwright/test'
import { findBrowser } from './main/local/browsers.ts'

const browser = findBrowser()

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  globalSetup: './tests/e2e/built-screens.ts',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each test starts a desk of its own, and waits for it or for its page half of the time.
  workers: 2,
  fullyParallel: false,
  // A second try is told as flaky in the list, with its trace; a test that fails twice has failed.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    // Without it, a press on what is not there lasts as long as its test.
    actionTimeout: 20_000,
    launchOptions: {
      ...(browser ? { executablePath: browser.file } : {}),
      // A browser that phones home on first start makes tests slow and noisy.
      args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
    },
  },
})
