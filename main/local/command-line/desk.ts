/** `desk`: the same desk, in a browser window. */
import { keyText, type Run, wholeNumber } from './context.ts'
import { COULD_NOT_RUN, DONE } from './failures.ts'
import { runDesk } from '../index.ts'

export const desk: Run = async (context, { options }) => {
  const port = options.one('port')
  const code = await runDesk({
    dataFolder: context.dataFolder,
    port: port === null ? 0 : wholeNumber(port, 'port', 0, 65_535),
    open: !options.has('no-open'),
    json: context.output.asJson,
    keyText: keyText(context.env),
    startDesk: context.startDesk,
  })
  return code === 0 ? DONE : COULD_NOT_RUN
}
