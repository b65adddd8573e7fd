/** Tables before they are read: what their columns mean is said once and remembered. */
import type { tableCalls as calls } from '../../shared/contract/table.ts'
import type { Handlers } from './calls.ts'
import { administer } from './calls-administration.ts'
import { mapToRemember, previewTable, tryTable } from './preview-table.ts'

export const tableCalls: Handlers<keyof typeof calls> = {
  'exchange.previewTable': ({ engine }, input) => previewTable(engine().office(), input),
  'exchange.tryTable': ({ engine }, input) => tryTable(engine().office(), input),
  async 'exchange.rememberTable'(context, { path, mapping }) {
    const map = await mapToRemember(path, mapping)
    await administer(context, [{ name: 'map-set', subject: `@map/${map.name}`, args: { map } }])
    return { name: map.name }
  },
}
