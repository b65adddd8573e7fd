/** Before the first end-to-end test: the screens as their sources are now, whoever started Playwright. */
import { buildIfChanged } from '../../scripts/build.mjs'

export default async function buildScreens(): Promise<void> {
  if ((await buildIfChanged('renderer')) !== 0) throw new Error('The screens could not be built')
}
