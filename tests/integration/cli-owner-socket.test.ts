/** The owner's socket against peers that are honest, hostile, dying, or in a hurry. The desk behind it is a stand-in. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Connection, Desk } from '../../main/desk/port.ts'
import { connectSocket, serveSocket, SOCKET_VERSION, type SocketServer } from '../../main/desk/socket.ts'
import type { Job, Notice, Reply } from '../../shared/contract.ts'

/** A loaded machine is slow, not wrong. */
const SOON = { timeout: 20_000, interval: 20 }

let folder: string
let servers: SocketServer[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-socket-'))
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A desk that echoes, and counts who is connected. */
function echoDesk() {
  const open = new Set<(notice: Notice) => void>()
  const trusted: unknown[] = []
  const held: (() => void)[] = []
  const desk: Desk = {
    incomingFolder: '/nowhere',
    close: async () => undefined,
    connect: ({ notify, trusted: isTrusted }): Connection => {
      open.add(notify)
      trusted.push(isTrusted)
      return {
        call: async (name, input): Promise<Reply> => {
          if (name === 'wait') await new Promise<void>((resolve) => held.push(resolve))
          return { ok: true, output: { name, input } }
        },
        close: () => open.delete(notify),
      }
    },
  }
  return { desk, open, trusted, held }
}

async function serve(desk: Desk, path = join(folder, 'desk.sock'), checkKey: (key: string | null) => boolean = () => true) {
  const server = await serveSocket(desk, { path, checkKey })
  servers.push(server)
  return path
}

/** Sends bytes as they are, answers what came back until the owner ended it or `enough` came. */
function raw(path: string, sent: (string | Uint8Array)[], enough = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let got = ''
    socket.on('data', (chunk) => {
      got += chunk.toString('utf8')
      if (got.split('\n').length > enough) socket.destroy()
    })
    socket.on('close', () => resolve(got))
    socket.on('error', (error) => ('code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET') ? undefined : reject(error)))
    for (const part of sent) socket.write(part)
  })
}

const hello = `${JSON.stringify({ hello: 'liaison-desk', v: SOCKET_VERSION, key: null })}\n`

describe('calls', () => {
  test('go to the desk and their replies come back, whichever is ready first', async () => {
    const { desk, held, trusted } = echoDesk()
    const connection = await connectSocket(await serve(desk), { key: null })
    const slow = connection.call('wait', { n: 1 })
    expect(await connection.call('quick', { text: 'Zürich\n東京' })).toEqual({ ok: true, output: { name: 'quick', input: { text: 'Zürich\n東京' } } })
    held.forEach((go) => go())
    expect(await slow).toEqual({ ok: true, output: { name: 'wait', input: { n: 1 } } })
    expect(trusted).toEqual([true])
    connection.close()
  })

  test('notices reach every connection until it is closed', async () => {
    const { desk, open } = echoDesk()
    const path = await serve(desk)
    const [one, two] = [await connectSocket(path, { key: null }), await connectSocket(path, { key: null })]
    const heard: string[] = []
    one.onNotice(() => heard.push('one'))
    two.onNotice(() => heard.push('two'))
    for (const notify of open) notify({ kind: 'changed', subjects: ['items'] })
    await expect.poll(() => heard.toSorted(), SOON).toEqual(['one', 'two'])
    one.close()
    await expect.poll(() => open.size, SOON).toBe(1)
    two.close()
  })

  test('that wait when the owner goes are answered: the link is lost', async () => {
    const { desk } = echoDesk()
    const path = join(folder, 'desk.sock')
    const server = await serveSocket(desk, { path, checkKey: () => true, graceMs: 50 })
    const connection = await connectSocket(path, { key: null })
    let lost = 0
    connection.onLost(() => lost++)
    const waiting = connection.call('wait', {})
    await expect.poll(() => connection.call('quick', {}), SOON).toBeTruthy()
    await server.close()
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'link-lost' } })
    expect(await connection.call('quick', {})).toMatchObject({ ok: false, error: { code: 'link-lost' } })
    expect(lost).toBe(1)
    expect(existsSync(path)).toBe(false)
  })

  test('and the jobs that they began come to their end before a closing owner lets go; new calls go elsewhere', async () => {
    const { desk, open } = echoDesk()
    const path = join(folder, 'desk.sock')
    const server = await serveSocket(
      { ...desk, connect: (options) => ({ ...desk.connect(options), call: async () => ({ ok: true, output: { job: 'job-1' } }) }) },
      { path, checkKey: () => true },
    )
    const connection = await connectSocket(path, { key: null })
    const heard: Notice[] = []
    connection.onNotice((notice) => heard.push(notice))
    expect(await connection.call('exchange.import', {})).toEqual({ ok: true, output: { job: 'job-1' } })
    let closed = false
    const closing = server.close().then(() => (closed = true))
    expect(await connection.call('quick', {})).toMatchObject({ ok: false, error: { code: 'link-lost' } })
    expect(closed).toBe(false)
    const job: Job = { id: 'job-1', kind: 'import', status: 'done', progress: 1, at: null, startedAt: '2026-11-22T10:00:00.000Z', result: null, error: null }
    for (const notify of open) notify({ kind: 'line', job: 'job-1', line: 1 })
    for (const notify of open) notify({ kind: 'job', job })
    await closing
    await expect
      .poll(() => heard, SOON)
      .toEqual([
        { kind: 'line', job: 'job-1', line: 1 },
        { kind: 'job', job },
      ])
  })

  test('a large reply comes whole', async () => {
    const { desk } = echoDesk()
    const connection = await connectSocket(await serve(desk), { key: null })
    const text = 'é'.repeat(3_000_000)
    const reply = await connection.call('big', { text })
    expect(reply.ok && (reply.output as { input: { text: string } }).input.text === text).toBe(true)
    connection.close()
  })
})

describe('who may', () => {
  test.runIf(process.platform !== 'win32')('the socket is its owner’s alone', async () => {
    const path = await serve(echoDesk().desk)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('a store that was opened with a key asks for it', async () => {
    const { desk, open } = echoDesk()
    const path = await serve(desk, undefined, (key) => key === 'a passphrase of many words')
    await expect(connectSocket(path, { key: null })).rejects.toMatchObject({ code: 'wrong-key' })
    await expect(connectSocket(path, { key: 'another' })).rejects.toMatchObject({ code: 'wrong-key' })
    expect(open.size).toBe(0)
    const connection = await connectSocket(path, { key: 'a passphrase of many words' })
    expect((await connection.call('quick', {})).ok).toBe(true)
    connection.close()
  })

  test('no call is heard before the key is proved, also in the same packet', async () => {
    const { desk } = echoDesk()
    const path = await serve(desk, undefined, () => false)
    const answer = await raw(path, [`${hello}{"id":1,"name":"items.list","input":{}}\n`])
    expect(answer).not.toContain('reply')
    expect(await raw(path, ['{"id":1,"name":"items.list","input":{}}\n'])).toContain('"refused"')
  })

  test('a client of another version is told so', async () => {
    const path = await serve(echoDesk().desk)
    expect(await raw(path, [`${JSON.stringify({ hello: 'liaison-desk', v: 99, key: null })}\n`])).toMatch(/"refused":\{"code":"protocol"/)
  })
})

describe('a peer that breaks the rules is sent away, and the desk goes on', () => {
  test.each([
    ['garbage', [Buffer.from([0xff, 0xfe, 0x00, 0x0a])]],
    ['a browser', ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n']],
    ['an array', ['[1,2,3]\n']],
    ['garbage after a good greeting', [hello, 'not json\n']],
    ['nothing but newlines', ['\n\n\n']],
  ])('%s', async (_what, sent) => {
    const { desk, open } = echoDesk()
    const path = await serve(desk)
    expect(await raw(path, sent)).toContain('"refused":{"code":"protocol"')
    await expect.poll(() => open.size, SOON).toBe(0)
    const connection = await connectSocket(path, { key: null })
    expect((await connection.call('quick', {})).ok).toBe(true)
    connection.close()
  })

  test('a frame without an end is cut off at its limit', async () => {
    const { desk } = echoDesk()
    const path = await serve(desk)
    const megabyte = Buffer.alloc(1024 * 1024, 0x78)
    expect(await raw(path, [hello, ...Array.from({ length: 20 }, () => megabyte)])).toContain('too-large')
    const connection = await connectSocket(path, { key: null })
    expect((await connection.call('quick', {})).ok).toBe(true)
    connection.close()
  })

  test('one that dies in the middle of a frame leaves nothing behind', async () => {
    const { desk, open } = echoDesk()
    const path = await serve(desk)
    await raw(path, [hello, '{"id":1,"name":"qui'], 1)
    await expect.poll(() => open.size, SOON).toBe(0)
  })

  test('odd calls are the desk’s to answer: nothing of them is believed here', async () => {
    const path = await serve(echoDesk().desk)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(path)
      let got = ''
      socket.on('data', (chunk) => {
        got += chunk.toString('utf8')
        if (got.split('\n').length === 2) socket.write('{"id":null,"name":7}\n{}\n')
        if (got.split('\n').length === 4) socket.destroy()
      })
      socket.on('close', () => resolve(got))
      socket.write(hello)
    })
    expect(
      answer
        .split('\n')
        .slice(1, 3)
        .map((line) => JSON.parse(line)),
    ).toEqual([{ id: null, reply: { ok: true, output: { name: 7 } } }, { reply: { ok: true, output: {} } }])
  })
})

describe('the address', () => {
  test('of an owner that was killed is taken over', async () => {
    const path = join(folder, 'desk.sock')
    writeFileSync(path, '')
    const connection = await connectSocket(await serve(echoDesk().desk, path), { key: null })
    expect((await connection.call('quick', {})).ok).toBe(true)
    connection.close()
  })

  test('is short where the data directory is too deep for a socket, and is found from there', async () => {
    const deep = join(folder, 'a'.repeat(90), 'b'.repeat(90))
    mkdirSync(deep, { recursive: true })
    const path = join(deep, 'desk.sock')
    const server = await serveSocket(echoDesk().desk, { path, checkKey: () => true })
    const address = readFileSync(`${path}.path`, 'utf8')
    expect(Buffer.byteLength(address)).toBeLessThan(104)
    expect(statSync(`${path}.path`).mode & 0o777).toBe(0o600)
    const connection = await connectSocket(path, { key: null })
    expect((await connection.call('quick', {})).ok).toBe(true)
    connection.close()
    await server.close()
    expect([existsSync(address), existsSync(`${path}.path`)]).toEqual([false, false])
  })

  test('where nobody listens is said by the system', async () => {
    await expect(connectSocket(join(folder, 'desk.sock'), { key: null })).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
