/** `kill -9` while the training office lays another day: what is found afterwards is a whole day, and the real office. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { smallDay } from '../fakes/training-day.ts'
import { KEY, Room } from '../integration/desk-room.ts'

const program = fileURLToPath(new URL('../fakes/run-training.ts', import.meta.url))
const room = new Room()
afterAll(() => room.close())

test('of beginning again, at whatever moment: the day before or the new one is there whole', async () => {
  await room.setUp()
  await (await room.seat().signIn('anna')).act('arrive', 'RR473124829FR')
  await room.desk.close()
  room.training = { simulate: smallDay, arrivesEveryMs: 3_600_000 }
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [program, room.data], { env: { ...process.env, LIAISON_KEY: KEY }, stdio: ['ignore', 'pipe', 'inherit'] })
    // Somewhere in the second day: each round a little later.
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await sleep(60 + round * 220)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))

    await room.start()
    const training = room.seat()
    await training.call('training.enter', {})
    expect(await training.call('items.counts', {})).toMatchObject({ all: 12 })
    expect((await training.call('training.exercise', {})).items).toHaveLength(6)
    expect(readdirSync(join(room.data, 'training')).filter((name) => name !== 'day.json')).toHaveLength(1)
    const real = await room.seat().signIn('anna')
    expect((await real.call('items.get', { item: 'RR473124829FR' })).item?.state).toBe('arrived')
    expect((await real.call('items.counts', {})).all).toBe(1)
    await room.desk.close()
  }
  await room.start()
}, 300_000)
