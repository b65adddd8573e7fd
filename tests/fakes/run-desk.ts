/**
 * `runDesk` around a fake desk, as a program of its own: `run-desk.ts DATA [json] [port N] [broken]`. The fake owns its
 * data folder as the real one does: by a file that a second one may not make.
 */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runDesk } from '../../main/local/index.ts'
import { fakeDesk } from './desk.ts'
import { builtPages } from './pages.ts'

const [dataFolder = '', ...words] = process.argv.slice(2)
const pages = builtPages()
process.exitCode = await runDesk({
  dataFolder,
  port: words.includes('port') ? Number(words[words.indexOf('port') + 1]) : 0,
  open: false,
  json: words.includes('json'),
  keyText: null,
  pagesFolder: pages.folder,
  async startDesk() {
    if (words.includes('broken')) throw Object.assign(new Error('The key does not open this store'), { code: 'wrong-key' })
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    const owner = join(dataFolder, 'owner')
    try {
      closeSync(openSync(owner, 'wx'))
    } catch {
      throw Object.assign(new Error('owned'), { code: 'owned' })
    }
    const desk = fakeDesk()
    return {
      connect: (options) => desk.connect(options),
      incomingFolder: desk.incomingFolder,
      async close() {
        desk.remove()
        rmSync(owner)
        process.stderr.write('the desk was closed\n')
      },
    }
  },
})
rmSync(pages.base, { recursive: true, force: true })
