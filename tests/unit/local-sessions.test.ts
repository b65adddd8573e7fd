import { describe, expect, it } from 'vitest'
import { FILE_TOKEN_MS, PRINTED_TOKEN_MS, Sessions } from '../../main/local/sessions.ts'

function clocked() {
  let at = 1_000
  return { sessions: new Sessions<string>(() => at), pass: (ms: number) => (at += ms) }
}

describe('the token in the redirect file', () => {
  it('lets a browser in once', () => {
    const { sessions } = clocked()
    const token = sessions.fileToken()
    expect(sessions.enter(token)).toEqual(expect.any(String))
    expect(sessions.enter(token)).toBeNull()
  })
  it('lives 30 seconds', () => {
    const { sessions, pass } = clocked()
    const [early, late] = [sessions.fileToken(), sessions.fileToken()]
    pass(FILE_TOKEN_MS - 1)
    expect(sessions.enter(early)).not.toBeNull()
    pass(1)
    expect(sessions.enter(late)).toBeNull()
    expect(FILE_TOKEN_MS).toBe(30_000)
  })
})

describe('the token in the printed address', () => {
  it('opens more than one window, each with a session of its own', () => {
    const { sessions } = clocked()
    const token = sessions.printedToken()
    const [one, two] = [sessions.enter(token), sessions.enter(token)]
    expect(one).not.toBeNull()
    expect(two).not.toBeNull()
    expect(one).not.toBe(two)
  })
  it('ends ten minutes after it was last used', () => {
    const { sessions, pass } = clocked()
    const token = sessions.printedToken()
    pass(PRINTED_TOKEN_MS - 1)
    expect(sessions.enter(token)).not.toBeNull()
    pass(PRINTED_TOKEN_MS - 1)
    expect(sessions.enter(token)).not.toBeNull()
    pass(PRINTED_TOKEN_MS)
    expect(sessions.enter(token)).toBeNull()
    expect(sessions.enter(token)).toBeNull()
  })
})

describe('a page', () => {
  it('proves itself by its own secret, within its own session', () => {
    const { sessions } = clocked()
    const mine = sessions.enter(sessions.printedToken()) ?? ''
    const other = sessions.enter(sessions.printedToken()) ?? ''
    const secret = sessions.newPage(mine)
    expect(sessions.page(mine, secret)).toEqual({ held: null })
    expect(sessions.page(other, secret)).toBeNull()
    expect(sessions.page(undefined, secret)).toBeNull()
    expect(sessions.page(mine, mine)).toBeNull()
    expect(sessions.page(mine, `${secret}x`)).toBeNull()
    expect(sessions.page(mine, '')).toBeNull()
    expect(sessions.page(mine, ['a'])).toBeNull()
  })
  it('gets a new secret with every load', () => {
    const { sessions } = clocked()
    const session = sessions.enter(sessions.printedToken()) ?? ''
    expect(sessions.newPage(session)).not.toBe(sessions.newPage(session))
  })
  it('that is open is never pushed out by a thousand others', () => {
    const { sessions } = clocked()
    const session = sessions.enter(sessions.printedToken()) ?? ''
    const kept = sessions.newPage(session)
    const record = sessions.page(session, kept)
    if (record) record.held = 'a connection'
    const left = sessions.newPage(session)
    for (let load = 0; load < 1_000; load++) sessions.newPage(session)
    expect(sessions.page(session, kept)).toEqual({ held: 'a connection' })
    expect(sessions.page(session, left)).toBeNull()
    for (let entry = 0; entry < 1_000; entry++) sessions.enter(sessions.fileToken())
    expect(sessions.knows(session)).toBe(true)
  })
})
