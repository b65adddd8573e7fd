/** `desk`: the same desk, in a browser window. */
import { resolve } from 'node:path'
import { keyText, type Run, wholeNumber } from './context.ts'
import { COULD_NOT_RUN, DONE } from './failures.ts'
import { configOf, setUpAtFirstStart } from '../../set-up/first-start.ts'
import { runDesk } from '../index.ts'

export const desk: Run = async (context, { options }) => {
  const port = options.one('port')
  const named = options.one('config')
  const config = named === null ? configOf([], context.env) : resolve(context.workingFolder, named)
  const code = await runDesk({
    dataFolder: context.dataFolder,
    port: port === null ? 0 : wholeNumber(port, 'port', 0, 65_535),
    open: !options.has('no-open'),
    json: context.output.asJson,
    keyText: keyText(context.env),
    startDesk: (given) => setUpAtFirstStart({ dataFolder: given.dataFolder, config, env: context.env, hasKeyStore: false, open: () => context.startDesk(given) }),
  })
  return code === 0 ? DONE : COULD_NOT_RUN
}
