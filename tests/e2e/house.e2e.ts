/** The real command, the real screens, one real browser: they come up together and say nothing that they should not. */
import { expect, test } from './fixtures.ts'

test('a fresh desk shows its first screen, under the policy, without a word on the console', async ({ page, desk }) => {
  await expect(page.locator('#desk')).not.toBeEmpty()
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect(page.url()).not.toContain('token')
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  const { code, out } = await desk.liaison('doctor', '--json')
  expect(code).toBe(0)
  expect(out).toContain('a desk is open here')
})

test('a second start opens the desk that is running', async ({ desk, page, context }) => {
  await expect(page.locator('#desk')).not.toBeEmpty()
  const second = await desk.liaison('desk', '--json', '--no-open')
  expect(second.code).toBe(0)
  const { url } = JSON.parse(second.out) as { url: string }
  const other = await context.newPage()
  await other.goto(url)
  await expect(other.locator('#desk')).not.toBeEmpty()
  expect(new URL(other.url()).host).toBe(new URL(page.url()).host)
})
