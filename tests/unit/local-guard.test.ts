import { describe, expect, it } from 'vitest'
import { type Asking, refusal } from '../../main/local/guard.ts'

const PORT = 4321
const HOST = `127.0.0.1:${PORT}`
const asking = (given: Partial<Asking>): Asking => ({ method: 'GET', path: '/', host: HOST, origin: undefined, site: undefined, mode: undefined, upgrade: false, ...given })

describe('the loopback server answers', () => {
  it.each<[string, Partial<Asking>]>([
    ['a page opened by its address', { site: 'none', mode: 'navigate' }],
    ['a page opened as localhost', { host: `localhost:${PORT}` }],
    ['a page opened by our redirect file', { path: '/enter', site: 'cross-site', mode: 'navigate' }],
    ['a script of its own page', { path: '/assets/index.js', site: 'same-origin', mode: 'cors', origin: `http://${HOST}` }],
    ['the WebSocket of its own page', { path: '/socket', origin: `http://${HOST}`, upgrade: true }],
    ['a file put by its own page', { method: 'PUT', path: '/place/a.xml', origin: `http://${HOST}`, site: 'same-origin', mode: 'cors' }],
    ['another start of the desk, which is no browser', { method: 'POST', path: '/again' }],
  ])('%s', (_name, given) => expect(refusal(asking(given), PORT)).toBeNull())
})

describe('the loopback server refuses', () => {
  it.each<[string, Partial<Asking>]>([
    ['a name that somebody pointed at 127.0.0.1 (DNS rebinding)', { host: `desk.example.test:${PORT}` }],
    ['a name that begins like ours', { host: `127.0.0.1.example.test:${PORT}` }],
    ['another port in Host', { host: '127.0.0.1:80' }],
    ['no port in Host', { host: '127.0.0.1' }],
    ['no Host', { host: undefined }],
    ['an empty Host', { host: '' }],
    ['user information in Host', { host: `evil@127.0.0.1:${PORT}` }],
    ['a page of a web site', { origin: 'https://example.test' }],
    ['a page of another port of this machine', { origin: 'http://127.0.0.1:9999' }],
    ['a sandboxed page or a file', { origin: 'null' }],
    ['our address over https', { origin: `https://${HOST}` }],
    ['localhost from a page of 127.0.0.1', { host: `localhost:${PORT}`, origin: `http://${HOST}` }],
    ['a WebSocket without Origin', { path: '/socket', upgrade: true }],
    ['a WebSocket of a foreign page', { path: '/socket', upgrade: true, origin: 'https://example.test' }],
    ['a PUT without Origin', { method: 'PUT', path: '/place/a.xml' }],
    ['a POST without Origin', { method: 'POST', path: '/' }],
    ['a DELETE without Origin', { method: 'DELETE', path: '/' }],
    ['another start with a foreign Origin', { method: 'POST', path: '/again', origin: 'https://example.test' }],
    ['our script, embedded in a foreign page', { path: '/assets/index.js', site: 'cross-site', mode: 'no-cors' }],
    ['our script, embedded in a page of another port', { path: '/assets/index.js', site: 'same-site', mode: 'no-cors' }],
  ])('%s', (_name, given) => expect(refusal(asking(given), PORT)).toEqual(expect.any(String)))
})
