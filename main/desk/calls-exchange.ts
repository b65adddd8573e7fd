/** Messages in and out, maps, jobs. */
import { resolve } from 'node:path'
import { BUILT_IN_MAPS } from '../exchange/maps/built-in.ts'
import { parseMap } from '../exchange/maps/map.ts'
import { mapsOf } from '../store/writing/contexts.ts'
import type { CallContext, Handlers } from './calls.ts'
import { administer } from './calls-administration.ts'
import { DeskFailure } from './failure.ts'
import { jsonOf, tryMap } from './try-map.ts'

/** Bytes of a message that the screen shows. */
const EXCERPT = 20_000

export const exchangeCalls: Handlers<
  | 'exchange.import'
  | 'exchange.messages'
  | 'exchange.message'
  | 'exchange.out'
  | 'exchange.outText'
  | 'exchange.flush'
  | 'exchange.maps'
  | 'exchange.tryMap'
  | 'exchange.saveMap'
  | 'exchange.removeMap'
  | 'jobs.list'
  | 'jobs.cancel'
> = {
  async 'exchange.import'({ engine }, { paths, map }) {
    if (map !== null && !mapsOf(engine().office()).some((one) => one.name === map)) throw new DeskFailure('unknown-map', { name: map })
    return engine().writer.call('import', { paths: paths.map((path) => resolve(path)), map })
  },
  'exchange.messages': ({ engine }, input) => engine().reader.call('messages', input),
  async 'exchange.message'({ engine }, { id }) {
    const found = await engine().reader.call('message', { id })
    if (found === null) return null
    const { from, to, ...shown } = found
    return { ...shown, excerpt: excerptOf(engine(), shown.message.sha256, from, to) }
  },
  'exchange.out': ({ engine }, input) => engine().reader.call('out', input),
  'exchange.outText': ({ engine }, input) => engine().writer.call('outText', input),
  'exchange.flush': ({ engine }, { folder }) => engine().writer.call('flush', { folder: folder === null ? null : resolve(folder) }),

  async 'exchange.maps'({ engine }) {
    const shipped = new Set(BUILT_IN_MAPS)
    return {
      maps: mapsOf(engine().office()).map((map) => ({
        name: map.name,
        message: map.type,
        version: map.version,
        sender: map.sender,
        builtIn: shipped.has(map),
        json: JSON.stringify(map, null, 2),
      })),
    }
  },
  'exchange.tryMap': ({ engine }, input) => tryMap(engine().office(), input),
  async 'exchange.saveMap'(context, { json }) {
    const reading = parseMap(jsonOf(json))
    if (!reading.ok) throw new DeskFailure('map-invalid', { problem: reading.errors.join(' · ') })
    await administer(context, [{ name: 'map-set', subject: `@map/${reading.map.name}`, args: { map: reading.map } }])
    return { name: reading.map.name }
  },
  async 'exchange.removeMap'(context, { name }) {
    await administer(context, [{ name: 'map-remove', subject: `@map/${name}`, args: {} }])
    return {}
  },

  async 'jobs.list'({ engine }) {
    return { jobs: [...engine().jobs()] }
  },
  async 'jobs.cancel'({ engine }, { job }) {
    await engine().cancelJob(job)
    return {}
  },
}

function excerptOf(engine: ReturnType<CallContext['engine']>, digest: string, from: number, to: number): string {
  try {
    const parts: Uint8Array[] = []
    for (const chunk of engine.bodies.chunks(digest, EXCERPT, { from, to: Math.min(to, from + EXCERPT) })) parts.push(chunk)
    return Buffer.concat(parts).toString('utf8')
  } catch {
    // A purged or damaged body: what was read of it is still worth showing.
    return ''
  }
}
