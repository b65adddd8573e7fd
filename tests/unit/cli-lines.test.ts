import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, readCommand, uuidv7 } from '../../main/local/command-line/act.ts'
import { type LineIn, linesIn } from '../../main/local/command-line/lines-in.ts'

const read = async (chunks: readonly Uint8Array[], most = 200): Promise<LineIn[][]> => {
  const blocks: LineIn[][] = []
  for await (const block of linesIn(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), most)) blocks.push(block)
  return blocks
}
const bytes = (text: string) => Buffer.from(text, 'utf8')

describe('the lines that act reads', () => {
  test('are the same however the bytes are cut', async () => {
    const whole = bytes('\ufeff{"name":"note","item":"RR473124829FR","args":{"text":"Zürich – 東京 🦀"}}\r\n\n  \n{"a":1}\nlast without newline')
    const expected = (await read([whole])).flat()
    expect(expected).toHaveLength(3)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const chunks = at.slice(1).map((to, i) => whole.subarray(at[i], to))
        expect((await read(chunks)).flat()).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('come as they arrive: a script that waits for its answer is served before it goes on', async () => {
    const input = new Readable({ read() {} })
    const lines = linesIn(input, 200)
    input.push('{"n":1}\n{"n":2}\n{"n"')
    expect((await lines.next()).value).toEqual([{ text: '{"n":1}' }, { text: '{"n":2}' }])
    input.push(':3}\n')
    expect((await lines.next()).value).toEqual([{ text: '{"n":3}' }])
    input.push(null)
    expect((await lines.next()).done).toBe(true)
  })

  test('come in blocks of no more than was asked for', async () => {
    const blocks = await read([bytes(Array.from({ length: 25 }, (_, n) => `${n}\n`).join(''))], 10)
    expect(blocks.map((block) => block.length)).toEqual([10, 10, 5])
  })

  test('say so when they are too long or not UTF-8, and the next one is read', async () => {
    const [long, latin, good] = (await read([bytes(`${'x'.repeat(1024 * 1024 + 1)}\n`), Buffer.from([0x22, 0xe9, 0x22, 0x0a]), bytes('{}\n')])).flat()
    expect([long, latin, good]).toEqual([{ problem: 'too-long' }, { problem: 'not-utf-8' }, { text: '{}' }])
  })
})

describe('a line of act', () => {
  const outcomeOf = (text: string) => {
    const line = readCommand({ text }, '/here')
    return 'outcome' in line ? [line.outcome.code, line.outcome.id, line.outcome.item, line.outcome.name] : 'a command'
  }

  test.each([
    ['not JSON', '{"name":', ['syntax', null, null, null]],
    ['no object', '["release","RR473124829FR"]', ['syntax', null, null, null]],
    ['null', 'null', ['syntax', null, null, null]],
    ['no item', '{"name":"release"}', ['syntax', null, null, 'release']],
    ['no name', '{"item":"RR473124829FR"}', ['syntax', null, 'RR473124829FR', null]],
    ['a name that is no text', '{"name":7,"item":"RR473124829FR"}', ['syntax', null, 'RR473124829FR', null]],
    ['args that are no object', '{"id":"a","name":"note","item":"X","args":["text"]}', ['syntax', 'a', 'X', 'note']],
    ['an empty id', '{"id":"","name":"note","item":"X"}', ['syntax', '', 'X', 'note']],
    ['a key that a command does not have', '{"id":"a","name":"hold","item":"X","reason":"documents-awaited"}', ['args', 'a', 'X', 'hold']],
    ['a well-formed one', '{"name":"release","item":"rr 473 124 829 fr"}', 'a command'],
    ['nulls for what is absent', '{"id":null,"name":"release","item":"X","args":null}', 'a command'],
  ])('%s', (_what, text, expected) => {
    expect(outcomeOf(text)).toEqual(expected)
  })

  test('keeps its id, or gets one that a second try would carry too', () => {
    const given = readCommand({ text: '{"id":"gateway-17","name":"note","item":"X"}' }, '/here')
    expect(given).toEqual({ command: { id: 'gateway-17', name: 'note', item: 'X' } })
    const line = readCommand({ text: '{"name":"note","item":"X"}' }, '/here')
    expect('command' in line && line.command.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('names the file of attach from where the command was typed, not from where the desk runs', () => {
    const line = readCommand({ text: '{"id":"a","name":"attach","item":"X","args":{"path":"photos/1.jpg"}}' }, '/home/anna')
    expect(line).toEqual({ command: { id: 'a', name: 'attach', item: 'X', args: { path: '/home/anna/photos/1.jpg' } } })
  })

  test('ids made later sort later, and carry their time', () => {
    const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map((now) => uuidv7(now))
    expect(ids.toSorted()).toEqual(ids)
    expect(Number.parseInt(uuidv7(1_700_000_000_000).replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000)
  })
})

test('outcomes come in the order of the lines, whatever of them reached the desk', async () => {
  const sent: string[] = []
  const call = async (_name: string, input: { commands: { id?: string; item: string; name: string }[] }) => {
    const outcomes = input.commands.map(({ id, item, name }) => {
      sent.push(String(id))
      return { id, item, name, result: 'accepted', code: null, text: '', said: null, pending: false, seq: 1, state: 'expected', undoUntil: null, refused: [] }
    })
    return { outcomes }
  }
  const lines = ['{"id":"1","name":"note","item":"A"}', 'nonsense', '{"id":"3","name":"note","item":"C"}', '{"id":"4","nme":"note"}'].map((text) => readCommand({ text }, '/'))
  const outcomes = await decide({ call } as unknown as Parameters<typeof decide>[0], lines)
  expect(sent).toEqual(['1', '3'])
  expect(outcomes.map(({ id, code }) => [id, code])).toEqual([
    ['1', null],
    [null, 'syntax'],
    ['3', null],
    ['4', 'args'],
  ])
  expect(Object.keys(outcomes[0] ?? {})).toEqual(['id', 'item', 'name', 'result', 'code', 'text', 'pending', 'seq', 'state'])
})
