/** A desk whose training office begins again and again, for a test that kills it: `run-training.ts DATA`. */
import { startDesk } from '../../main/desk/start.ts'
import { smallDay } from './training-day.ts'

const [dataFolder = ''] = process.argv.slice(2)
const desk = await startDesk({ dataFolder, keyText: process.env['LIAISON_KEY'] ?? null, osKeyStore: null, training: { simulate: smallDay } })
const page = desk.connect({ host: 'local', notify: () => {} })
await page.call('training.enter', {})
for (let seed = 1; ; seed++) {
  process.stdout.write(`${seed}\n`)
  await page.call('training.reset', { seed })
}
