/** Somebody with the file and its key changes the past. `verify` must say so, and where. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newSigningKey, signerOf } from '../../hub/authority/keys.ts'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import { bodyDigest, eventHash, genesisHash, pageStatement } from '../../shared/ledger/chain.ts'
import { digests } from '../../hub/authority/rows.ts'
import { factsOf, Ledger, OFFICE, S10 } from './authority-bench.ts'

const item = (i: number): string => `RR${String(10_000_000 + i)}0FR`
let ledger: Ledger

beforeAll(() => {
  ledger = new Ledger().setUp()
  ledger.transaction(() => {
    for (let i = 0; i < 400; i++) {
      ledger.authority.append(ledger.command('hold', item(i), { reason: 'invoice-missing', text: 'x'.repeat(i % 2 === 0 ? 10 : 3000) }))
      if (i % 10 === 0) ledger.authority.append(ledger.command('unflag', item(i)))
    }
  })
  ledger.give('release', S10, { text: 'first' }, { actor: 'bea', facts: factsOf('red') })
})

/** Runs SQL, verifies, and takes it back. */
function after(...sql: readonly string[]): string[] {
  ledger.db.exec('BEGIN')
  try {
    for (const one of sql) ledger.db.exec(one)
    const { ok, problems } = ledger.authority.verify()
    expect(ok).toBe(problems.length === 0)
    return problems.map((problem) => `${problem.code} ${problem.where}`)
  } finally {
    ledger.db.exec('ROLLBACK')
  }
}

describe('verify', () => {
  it('finds nothing in an honest ledger', () => {
    expect(after()).toEqual([])
  })

  it.each([
    ['another actor', "UPDATE ledger_event SET actor = 'cas' WHERE seq = 100", ['command event 100', 'page page 0']],
    ['another time', 'UPDATE ledger_event SET at = at + 1 WHERE seq = 100', ['command event 100', 'page page 0', `case ${item(94)}#1`]],
    ['another time of record', 'UPDATE ledger_event SET recorded_at = recorded_at - 60000 WHERE seq = 300', ['page page 1']],
    ['another type', "UPDATE ledger_event SET type = 'released' WHERE seq = 100", ['page page 0', `case ${item(94)}#1`]],
    ['another case', `UPDATE ledger_event SET case_id = '${item(0)}#1' WHERE seq = 7`, ['page page 0', `case ${item(0)}#1`, 'case cases']],
    ['another version', 'UPDATE ledger_event SET v = 2 WHERE seq = 300', ['page page 1', `case ${item(294)}#1`]],
    ['a dropped event', 'DELETE FROM ledger_event WHERE seq = 100', ['gap event 100', 'page page 0', 'case cases']],
    [
      'a changed body',
      `UPDATE ledger_event_body SET body = CAST(replace(CAST(body AS TEXT), 'invoice-missing', 'no-contact') AS BLOB) WHERE seq = 100`,
      ['body event 100', `case ${item(94)}#1`],
    ],
    ['a changed compressed body', 'UPDATE ledger_event_body SET body = substr(body, 1, length(body) - 1) WHERE seq = 101', ['body event 101', `case ${item(95)}#1`]],
    ['a changed salt', 'UPDATE ledger_event_body SET salt = zeroblob(16) WHERE seq = 100', ['body event 100']],
    ['a removed body', 'DELETE FROM ledger_event_body WHERE seq = 100', [`case ${item(94)}#1`, 'body-missing event 100']],
    ['a removed command', "DELETE FROM ledger_command WHERE id = '0197-00000110'", ['command event 100', 'counter device desk-1, incarnation 1']],
    ['a removed rejected command', "DELETE FROM ledger_command WHERE id = '0197-00000007'", ['counter device desk-1, incarnation 1']],
    [
      'a rejected command gone with its number',
      "DELETE FROM ledger_command WHERE id = '0197-00000007'; DELETE FROM ledger_issue WHERE command = '0197-00000007'",
      ['counter device desk-1, incarnation 1'],
    ],
    ['a command in another name', "UPDATE ledger_command SET name = 'detain' WHERE id = '0197-00000106'", ['command command 0197-00000106']],
    ['a rejected command made accepted', "UPDATE ledger_command SET result = 'accepted' WHERE id = '0197-00000007'", ['command command 0197-00000007']],
    ['a counter put back', 'UPDATE ledger_device SET n = n - 1', ['counter device desk-1, incarnation 1']],
    ['a snapshot that lies', `UPDATE ledger_case SET state = 'released' WHERE subject = '${item(5)}'`, [`case ${item(5)}#1`]],
    ['a snapshot that is gone', `DELETE FROM ledger_case WHERE subject = '${item(5)}'`, [`case ${item(5)}#1`, 'case cases']],
    [
      'a snapshot of nothing',
      `INSERT INTO ledger_case SELECT office, 'RR999999990FR', 1, 'RR999999990FR#1', kind, state, opened_at, last_at, last_seq, snapshot FROM ledger_case WHERE subject = '${item(5)}'`,
      ['case cases'],
    ],
    ['a page less', 'DELETE FROM ledger_page WHERE page = 1', ['page page 1', 'page page 1']],
    ['a wrong signature', 'UPDATE ledger_page SET signature = zeroblob(64) WHERE page = 0', ['signature page 0']],
    ['another head', 'UPDATE ledger_chain SET hash = zeroblob(32)', ['head head']],
    ['the tail cut off', 'DELETE FROM ledger_event WHERE seq = 406; DELETE FROM ledger_event_body WHERE seq = 406', ['head head']],
    ['a removed command body', "DELETE FROM ledger_command_body WHERE id = '0197-00000106'", ['body-missing command 0197-00000106']],
  ])('sees %s', (_title, sql, expected) => {
    const found = after(sql)
    for (const one of expected) expect(found).toContain(one)
  })

  it('sees two events that changed places', () => {
    const swap = (table: string) => `UPDATE ${table} SET seq = -1 WHERE seq = 100; UPDATE ${table} SET seq = 100 WHERE seq = 101; UPDATE ${table} SET seq = 101 WHERE seq = -1`
    expect(after(swap('ledger_event'), swap('ledger_event_body'))).toContain('page page 0')
  })

  it('sees any flipped byte of a header or a body, wherever it is', () => {
    const event = ledger.db
      .prepare<[], { digest: Buffer; body: Buffer }>('SELECT e.digest, b.body FROM ledger_event e JOIN ledger_event_body b USING (office, seq) WHERE seq = 300')
      .get()
    if (event === undefined) throw new Error('no event')
    const flip = (bytes: Buffer, i: number): string => `x'${Buffer.from(bytes.map((byte, at) => (at === i ? byte ^ 1 : byte))).toString('hex')}'`
    for (let i = 0; i < event.body.length; i += 17) expect(after(`UPDATE ledger_event_body SET body = ${flip(event.body, i)} WHERE seq = 300`)).toContain('body event 300')
    for (let i = 0; i < 32; i += 7) expect(after(`UPDATE ledger_event SET digest = ${flip(event.digest, i)} WHERE seq = 300`)).toEqual(['body event 300', 'page page 1'])
  })

  it('is not taken in by a body that was changed together with its digest', () => {
    const salt = Buffer.alloc(16, 1)
    const body = digests.utf8('{"reason":"forged"}')
    const digest = Buffer.from(bodyDigest(digests, salt, body)).toString('hex')
    const found = after(
      `UPDATE ledger_event_body SET salt = x'${salt.toString('hex')}', coding = 0, body = x'${Buffer.from(body).toString('hex')}' WHERE seq = 100`,
      `UPDATE ledger_event SET digest = x'${digest}' WHERE seq = 100`,
    )
    expect(found).toContain('page page 0')
  })

  it('is not taken in by a chain that somebody else computed and signed anew', () => {
    const forger = signerOf(newSigningKey())
    ledger.db.exec('BEGIN')
    try {
      ledger.db.exec("UPDATE ledger_event SET actor = 'cas' WHERE seq = 406; UPDATE ledger_command SET actor = 'cas' WHERE last_seq = 406")
      const chain = ledger.authority.head().chain
      let hash: Uint8Array = genesisHash(digests, OFFICE, chain)
      const rows = ledger.db
        .prepare('SELECT seq, command, case_id AS "case", type, v, at, recorded_at AS recordedAt, actor, command_digest, digest FROM ledger_event ORDER BY seq')
        .all() as (Parameters<typeof eventHash>[2] & { command_digest: Buffer; digest: Buffer })[]
      for (const row of rows) hash = eventHash(digests, hash, row, row.command_digest, row.digest)
      ledger.db.prepare('UPDATE ledger_chain SET hash = ?').run(hash)
      ledger.db
        .prepare('UPDATE ledger_page SET hash = ?, signature = ?, public_key = ? WHERE page = 1')
        .run(hash, forger.sign(pageStatement(digests, OFFICE, chain, 1, 406, hash)), forger.publicKey)
      const found = ledger.authority.verify().problems.map((problem) => `${problem.code} ${problem.where}`)
      expect(found).toContain('signature page 1')
    } finally {
      ledger.db.exec('ROLLBACK')
    }
  })

  it('does not accept the pages of one office for another', () => {
    const other = openAuthority(ledger.db, { ...ledger.signer, office: 'FRCDGA', now: () => 0, random: () => new Uint8Array(16) })
    expect(other.verify()).toEqual({ ok: true, events: 0, problems: [] })
    expect(other.events(0, 10)).toEqual([])
    expect(other.caseById(`${item(0)}#1`)).toBeNull()
  })
})
