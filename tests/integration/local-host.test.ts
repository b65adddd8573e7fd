/** The loopback server over real sockets: how a page gets in, and everybody whom it keeps out. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SOCKET_CLOSE } from '../../shared/bridge.ts'
import { CONTENT_SECURITY_POLICY } from '../../main/csp.ts'
import { askHeaders } from '../../main/local/running-desk.ts'
import { type LocalServer, openServer } from '../../main/local/server.ts'
import { type FakeDesk, fakeDesk } from '../fakes/desk.ts'
import { builtPages } from '../fakes/pages.ts'

const OWNER = 'the-secret-of-the-owner'

let desk: FakeDesk
let server: LocalServer
let pages: ReturnType<typeof builtPages>
let clock: number
const sockets: WebSocket[] = []

beforeEach(async () => {
  clock = 0
  desk = fakeDesk()
  pages = builtPages()
  server = await openServer({ desk: Promise.resolve(desk), pagesFolder: pages.folder, port: 0, ownerSecret: OWNER, now: () => clock, mostBytes: 5_000_000 })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await server.close()
  desk.remove()
  rmSync(pages.base, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}
type Headers = Readonly<Record<string, string>>

const own = () => `127.0.0.1:${server.port}`

/** A request as a program would send it: any Host, any Origin, any path, unlike what `fetch` allows. */
function ask(path: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Headers; body?: Buffer | string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

const pathOf = (address: string) => address.slice(address.indexOf('/', 'http://'.length))
const cookieOf = (answer: Answer) => (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
const secretOf = (html: string) => /<meta name="page-secret" content="([^"]+)"/.exec(html)?.[1] ?? ''

async function enter(): Promise<{ readonly cookie: string; readonly secret: string }> {
  const cookie = cookieOf(await ask(pathOf(server.printedAddress())))
  return { cookie, secret: secretOf((await ask('/', { headers: { cookie } })).text) }
}

function openSocket(headers: Headers, path = '/socket'): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
  sockets.push(socket)
  socket.on('error', () => {})
  return socket
}
const closing = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.on('close', resolve))
const nextMessage = async (socket: WebSocket): Promise<unknown> => JSON.parse(String((await once(socket, 'message'))[0]))

async function openPage(cookie: string, secret: string): Promise<WebSocket> {
  const socket = openSocket({ cookie, origin: `http://${own()}` })
  await once(socket, 'open')
  socket.send(JSON.stringify({ secret }))
  return socket
}
async function call(socket: WebSocket, id: number, name: string, input: unknown): Promise<unknown> {
  socket.send(JSON.stringify({ id, name, input }))
  return nextMessage(socket)
}

describe('the way in', () => {
  it('leads from a token to a cookie, from the cookie to a page, from its secret to the desk', async () => {
    const entered = await ask(pathOf(server.fileAddress()))
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(entered.headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^liaison-desk-${server.port}=[\\w-]{40,}; Path=/; HttpOnly; SameSite=Strict$`))])
    const page = await ask('/', { headers: { cookie: cookieOf(entered) } })
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } })
    const socket = await openPage(cookieOf(entered), secretOf(page.text))
    expect(await call(socket, 7, 'session.get', {})).toEqual({ id: 7, reply: { ok: true, output: { connection: 1, name: 'session.get', input: {} } } })
    expect(desk.hosts).toEqual(['local'])
  })

  it('opens once with the address in the redirect file', async () => {
    const path = pathOf(server.fileAddress())
    expect((await ask(path)).status).toBe(303)
    const again = await ask(path)
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('closes for the address in the redirect file after 30 seconds', async () => {
    const path = pathOf(server.fileAddress())
    clock += 30_000
    expect((await ask(path)).status).toBe(403)
  })

  it('opens several times with the printed address, until ten minutes after it was last used', async () => {
    const path = pathOf(server.printedAddress())
    for (const wait of [0, 599_000, 599_000]) {
      clock += wait
      expect((await ask(path)).status).toBe(303)
    }
    clock += 600_000
    expect((await ask(path)).status).toBe(403)
  })

  it.each(['/enter', '/enter?token=', '/enter?token=guessed', '/enter?token=a&token=b', '/enter?token[]=a', '/enter?token=%00'])('stays shut for %s', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('is not opened by looking (HEAD), which some programs do with every address they see', async () => {
    const path = pathOf(server.fileAddress())
    expect((await ask(path, { method: 'HEAD' })).status).not.toBe(303)
    expect((await ask(path)).status).toBe(303)
  })

  it('keeps the session of the first window when a second one comes in', async () => {
    const { cookie } = await enter()
    const second = await ask(pathOf(server.printedAddress()), { headers: { cookie } })
    expect(second.status).toBe(303)
    expect(second.headers['set-cookie']).toBeUndefined()
  })

  it('lets a browser that comes from the redirect file, and so sends no cookie yet, take one step of our own', async () => {
    const arriving = await ask('/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } })
    expect(arriving.status).toBe(200)
    expect(arriving.text).toContain('http-equiv="refresh" content="0;url=/?again"')
    expect(arriving.text).not.toContain('page-secret')
    expect((await ask('/?again', { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' } })).status).toBe(403)
  })

  it('gives each load of a page another secret', async () => {
    const { cookie, secret } = await enter()
    expect(secretOf((await ask('/', { headers: { cookie } })).text)).not.toBe(secret)
  })

  it('shows nothing without the cookie, nor with another', async () => {
    for (const headers of [{}, { cookie: `liaison-desk-${server.port}=guessed` }, { cookie: `liaison-desk-${server.port}=` }, { cookie: 'liaison-desk-1=x' }]) {
      expect((await ask('/', { headers })).status).toBe(403)
      expect((await ask('/assets/index-abc.js', { headers })).status).toBe(403)
    }
  })

  it('gives a new address to another start of the same person, and to nobody else', async () => {
    const again = await ask('/again', { method: 'POST', headers: askHeaders(OWNER, 'nonce') })
    expect(again.status).toBe(200)
    const { printed, file } = JSON.parse(again.text) as { printed: string; file: string }
    expect((await ask(pathOf(printed))).status).toBe(303)
    expect((await ask(pathOf(file))).status).toBe(303)
    const proof = askHeaders(OWNER, 'nonce')['x-proof'] ?? ''
    for (const headers of [
      {},
      { 'x-nonce': 'nonce' },
      { 'x-nonce': 'other', 'x-proof': proof },
      { 'x-proof': proof },
      askHeaders('guessed', 'nonce'),
      { ...askHeaders(OWNER, 'nonce'), origin: 'https://example.test' },
    ] as Headers[])
      expect((await ask('/again', { method: 'POST', headers })).status).toBe(403)
  })
})

describe('a name that somebody pointed at 127.0.0.1 (DNS rebinding), and pages of others', () => {
  it('reach nothing, even with a cookie and a secret', async () => {
    const { cookie, secret } = await enter()
    for (const headers of [
      { host: `desk.example.test:${server.port}` },
      { origin: 'https://example.test' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${server.port + 1}` },
      { origin: `https://${own()}` },
    ]) {
      for (const path of ['/', '/index.html', '/assets/index-abc.js', pathOf(server.printedAddress())]) {
        const answer = await ask(path, { headers: { cookie, ...headers } })
        expect(answer.status).toBe(403)
        expect(answer.headers['set-cookie']).toBeUndefined()
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      }
      expect((await ask('/place/a.edi', { method: 'PUT', headers: { cookie, 'x-page-secret': secret, ...headers }, body: 'x' })).status).toBe(403)
      const socket = openSocket({ cookie, origin: `http://${own()}`, ...headers })
      expect(await closing(socket)).toBe(1006)
    }
    expect(desk.calls).toEqual([])
    expect(readdirSync(desk.incomingFolder)).toEqual([])
  })

  it('the server does not listen on any other address of the machine', async () => {
    const socket = connect({ host: '127.0.0.2', port: server.port })
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })
})

describe('the WebSocket', () => {
  const refused = async (cookie: string, first: string): Promise<number> => {
    const socket = openSocket({ cookie, origin: `http://${own()}` })
    await once(socket, 'open')
    socket.send(first)
    socket.send(JSON.stringify({ id: 1, name: 'session.get', input: {} }))
    return closing(socket)
  }

  it('hears nothing before the page proved itself', async () => {
    const { cookie, secret } = await enter()
    const other = await enter()
    for (const first of [
      '{"id":1,"name":"session.get","input":{}}',
      '{}',
      '[]',
      'null',
      'not json',
      '{"secret":""}',
      '{"secret":null}',
      '{"secret":"guessed"}',
      JSON.stringify({ secret: other.secret }),
      JSON.stringify({ secret, more: 1 }),
    ])
      expect(await refused(cookie, first)).toBe(SOCKET_CLOSE.refused)
    expect(await refused('', JSON.stringify({ secret }))).toBe(SOCKET_CLOSE.refused)
    expect(await refused(`liaison-desk-${server.port}=guessed`, JSON.stringify({ secret }))).toBe(SOCKET_CLOSE.refused)
    expect(desk.calls).toEqual([])
    expect(desk.open.size).toBe(0)
  })

  it('closes on what is not a call', async () => {
    const { cookie, secret } = await enter()
    for (const message of [
      '{',
      '{"id":-1,"name":"x","input":{}}',
      '{"id":1.5,"name":"x","input":{}}',
      '{"id":"1","name":"x","input":{}}',
      '{"id":1,"name":"x","input":{},"as":"root"}',
      '[1]',
    ]) {
      const socket = await openPage(cookie, secret)
      socket.send(message)
      expect(await closing(socket)).toBe(SOCKET_CLOSE.malformed)
    }
    expect(desk.calls).toEqual([])
  })

  it('closes on a message larger than any call', async () => {
    const { cookie, secret } = await enter()
    const socket = await openPage(cookie, secret)
    socket.send(JSON.stringify({ id: 1, name: 'x', input: 'x'.repeat(9 * 1024 ** 2) }))
    expect(await closing(socket)).toBe(1009)
  })

  it('carries notices to every page that proved itself, and to no other socket', async () => {
    const { cookie, secret } = await enter()
    const page = await openPage(cookie, secret)
    await call(page, 1, 'session.get', {})
    const silent = openSocket({ cookie, origin: `http://${own()}` })
    await once(silent, 'open')
    const heard: unknown[] = []
    silent.on('message', (text) => heard.push(text))
    const notice = nextMessage(page)
    desk.notify({ kind: 'changed', subjects: ['items'] })
    expect(await notice).toEqual({ notice: { kind: 'changed', subjects: ['items'] } })
    expect(heard).toEqual([])
  })

  it('that drops and comes back finds the connection, hence the sign-in, as it was', async () => {
    const { cookie, secret } = await enter()
    const first = await openPage(cookie, secret)
    expect(await call(first, 1, 'session.get', {})).toMatchObject({ reply: { output: { connection: 1 } } })
    first.terminate()
    const second = await openPage(cookie, secret)
    expect(await call(second, 2, 'session.get', {})).toMatchObject({ id: 2, reply: { output: { connection: 1 } } })
  })

  it('of a page that is still open gives way to the new one of the same page', async () => {
    const { cookie, secret } = await enter()
    const first = await openPage(cookie, secret)
    await call(first, 1, 'session.get', {})
    const left = closing(first)
    const second = await openPage(cookie, secret)
    expect(await left).toBe(SOCKET_CLOSE.stopped)
    expect(await call(second, 2, 'session.get', {})).toMatchObject({ reply: { output: { connection: 1 } } })
  })

  it('of two pages leads to two connections, each with its own sign-in', async () => {
    const { cookie, secret } = await enter()
    const other = secretOf((await ask('/', { headers: { cookie } })).text)
    const [one, two] = [await openPage(cookie, secret), await openPage(cookie, other)]
    expect(await call(one, 1, 'a', {})).toMatchObject({ reply: { output: { connection: 1 } } })
    expect(await call(two, 1, 'a', {})).toMatchObject({ reply: { output: { connection: 2 } } })
  })

  it('that no longer listens does not keep the desk from closing', async () => {
    const { cookie, secret } = await enter()
    const frozen = await openPage(cookie, secret)
    await call(frozen, 1, 'session.get', {})
    frozen.pause()
    await server.close()
    expect(desk.open.size).toBe(0)
  }, 10_000)

  it('waits with its calls for a desk that is still opening', async () => {
    const opening = Promise.withResolvers<FakeDesk>()
    const early = await openServer({ desk: opening.promise, pagesFolder: pages.folder, port: 0, ownerSecret: OWNER })
    const late = server
    server = early
    try {
      const { cookie, secret } = await enter()
      const socket = await openPage(cookie, secret)
      const reply = call(socket, 1, 'session.get', {})
      opening.resolve(desk)
      expect(await reply).toMatchObject({ id: 1, reply: { ok: true } })
    } finally {
      server = late
      await early.close()
    }
  })
})

describe('files that a page hands over', () => {
  const put = (path: string, headers: Headers, body: Buffer | string) => ask(path, { method: 'PUT', headers: { origin: `http://${own()}`, ...headers }, body })

  it('arrive byte for byte in a folder of their own, and go when the desk is closed', async () => {
    const { cookie, secret } = await enter()
    const bytes = Buffer.alloc(3_000_000, 'IT+UZ000000011UZ:C++1 ')
    const answer = await put('/place/PREDES%2012.edi', { cookie, 'x-page-secret': secret }, bytes)
    expect(answer.status).toBe(200)
    const { path } = JSON.parse(answer.text) as { path: string }
    expect(basename(path)).toBe('PREDES 12.edi')
    expect(dirname(dirname(path))).toBe(desk.incomingFolder)
    expect(readFileSync(path).equals(bytes)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    await server.close()
    expect(existsSync(path)).toBe(false)
  })

  it('may be empty, and may have the same name', async () => {
    const { cookie, secret } = await enter()
    const paths = await Promise.all(
      ['', 'a', 'b'].map(async (body) => (JSON.parse((await put('/place/same.xml', { cookie, 'x-page-secret': secret }, body)).text) as { path: string }).path),
    )
    expect(new Set(paths).size).toBe(3)
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['', 'a', 'b'])
  })

  it.each([
    '..%2F..%2Foutside.edi',
    '%2e%2e%2f%2e%2e%2foutside.edi',
    '..%5C..%5Coutside.edi',
    '%2Ftmp%2Foutside.edi',
    'C%3A%5Coutside.edi',
    'a%00b',
    '%2e%2e',
    '%2e',
    'nul',
    '%E2%80%AEide.exe',
  ])('named %s stay inside', async (name) => {
    const { cookie, secret } = await enter()
    const answer = await put(`/place/${name}`, { cookie, 'x-page-secret': secret }, 'x')
    expect(answer.status).toBe(200)
    const { path } = JSON.parse(answer.text) as { path: string }
    expect(dirname(dirname(path))).toBe(desk.incomingFolder)
    expect(readdirSync(dirname(desk.incomingFolder))).not.toContain('outside.edi')
  })

  it.each(['/place/%E0%A4%A', '/place/', '/place', '/place/a/b.edi', '/place/../../x', `/place/${'a'.repeat(5_000)}`])('under the address %.40s are refused', async (path) => {
    const { cookie, secret } = await enter()
    expect((await put(path, { cookie, 'x-page-secret': secret }, 'x')).status).toBeGreaterThanOrEqual(400)
    expect(readdirSync(desk.incomingFolder)).toEqual([])
  })

  it('are refused without the secret of a page of this session', async () => {
    const { cookie } = await enter()
    const other = await enter()
    for (const headers of [
      { cookie },
      { cookie, 'x-page-secret': '' },
      { cookie, 'x-page-secret': 'guessed' },
      { cookie, 'x-page-secret': other.secret },
      { 'x-page-secret': other.secret },
    ] as Headers[])
      expect((await put('/place/a.edi', headers, 'x')).status).toBe(403)
    expect(readdirSync(desk.incomingFolder)).toEqual([])
  })

  it('that are too large are refused, announced or not, and nothing of them stays', async () => {
    const { cookie, secret } = await enter()
    const large = Buffer.alloc(5_000_001)
    const announced = await put('/place/large.bin', { cookie, 'x-page-secret': secret, 'content-length': String(large.length) }, large).catch(
      (error: NodeJS.ErrnoException) => error.code,
    )
    // The server may hang up while the rest is still on its way.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(typeof announced === 'object' ? announced.status : announced)
    const chunked = await put('/place/large.bin', { cookie, 'x-page-secret': secret, 'transfer-encoding': 'chunked' }, large).catch((error: NodeJS.ErrnoException) => error.code)
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(typeof chunked === 'object' ? chunked.status : chunked)
    expect(readdirSync(desk.incomingFolder)).toEqual([])
  })

  it('that break off in the middle are not left behind', async () => {
    const { cookie, secret } = await enter()
    const socket = connect({ host: '127.0.0.1', port: server.port })
    socket.on('error', () => {})
    socket.write(
      `PUT /place/half.edi HTTP/1.1\r\nhost: ${own()}\r\norigin: http://${own()}\r\ncookie: ${cookie}\r\nx-page-secret: ${secret}\r\ncontent-length: 1000000\r\n\r\n${'x'.repeat(100_000)}`,
    )
    await expect.poll(() => readdirSync(desk.incomingFolder).length).toBe(1)
    socket.destroy()
    await expect.poll(() => readdirSync(desk.incomingFolder).length).toBe(0)
  })
})

describe('every response', () => {
  it('carries the content security policy and its companions, errors too', async () => {
    const { cookie, secret } = await enter()
    const origin = `http://${own()}`
    const answers = await Promise.all([
      ask('/', { headers: { cookie } }),
      ask('/'),
      ask('/assets/index-abc.js', { headers: { cookie } }),
      ask('/assets/style-abc.css', { headers: { cookie } }),
      ask('/missing', { headers: { cookie } }),
      ask('/enter?token=x'),
      ask(pathOf(server.printedAddress())),
      ask('/', { headers: { host: 'example.test' } }),
      ask('/', { headers: { origin: 'https://example.test' } }),
      ask('/', { method: 'POST', headers: { origin } }),
      ask('/', { method: 'DELETE', headers: { origin } }),
      ask('/', { method: 'OPTIONS', headers: { origin } }),
      ask('/', { method: 'HEAD', headers: { cookie } }),
      ask('/socket', { headers: { cookie } }),
      ask('/%E0%A4%A', { headers: { cookie } }),
      ask('/place/%E0%A4%A', { method: 'PUT', headers: { origin, cookie, 'x-page-secret': secret } }),
      ask('/place/a', { method: 'PUT', headers: { origin }, body: 'x' }),
      ask('/place/a', { method: 'PUT', headers: { origin, cookie, 'x-page-secret': secret, 'content-type': 'text/plain' }, body: 'x' }),
      ask('/again', { method: 'POST' }),
      ask('/', { headers: { cookie, filler: 'x'.repeat(20_000) } }),
      ask('http://example.test/', { headers: { cookie } }),
      ask('*', { method: 'OPTIONS' }),
    ])
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('is one even to what is no HTTP', async () => {
    const socket = connect({ host: '127.0.0.1', port: server.port })
    socket.end('hello desk\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 400 .*content-security-policy: default-src 'none'/s)
  })

  it('allows nothing but our own files', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default",
    )
  })
})

describe('pages', () => {
  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/./../secret.txt',
    '/assets/index-abc.js.map',
    '/assets',
    '/assets/',
    '/index.html%00.js',
    '/constructor',
    '/__proto__',
  ])('are those that were built and no other file: %s', async (path) => {
    const { cookie } = await enter()
    const answer = await ask(path, { headers: { cookie } })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toContain('not a page')
  })

  it('are never kept, what they load is kept for ever', async () => {
    const { cookie } = await enter()
    expect((await ask('/', { headers: { cookie } })).headers['cache-control']).toBe('no-store')
    expect((await ask('/index.html', { headers: { cookie } })).headers['cache-control']).toBe('no-store')
    expect((await ask('/assets/index-abc.js', { headers: { cookie } })).headers).toMatchObject({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    })
  })

  it('come from the folder as it is now, when the screens were built again', async () => {
    const { cookie } = await enter()
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(pages.folder, 'assets', 'index-new.js'), '1')
    expect((await ask('/assets/index-new.js', { headers: { cookie } })).status).toBe(200)
  })
})
