/** Figures to look at. */
import type { Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'

export const insightCalls: Handlers<'insight.get'> = {
  async 'insight.get'({ engine }, { from, to }) {
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
    if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || toMs <= fromMs) throw new DeskFailure('input', { problem: 'a period goes from one time to a later one' })
    return engine().reader.call('insight', { fromMs, toMs })
  },
}
