/** `desk`: the same desk, in a browser window; `training`: the same, opened in the training office. */
import { resolve } from 'node:path'
import { type Context, type Given, keyText, type Run, wholeNumber } from './context.ts'
import { COULD_NOT_RUN, DONE, type ExitCode } from './failures.ts'
import { configOf, setUpAtFirstStart } from '../../set-up/first-start.ts'
import { runDesk } from '../index.ts'

export const desk: Run = (context, given) => open(context, given, given.options.has('training'))
export const training: Run = (context, given) => open(context, given, true)

async function open(context: Context, { options }: Given, inTraining: boolean): Promise<ExitCode> {
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
    training: inTraining,
  })
  return code === 0 ? DONE : COULD_NOT_RUN
}
