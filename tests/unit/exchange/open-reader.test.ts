import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sniff } from '../../../main/exchange/open-reader.ts'
import { codes, faults, fixture, latin1, only, read, readByteByByte, utf8 } from './reading.ts'

describe('what a file is, by its first bytes', () => {
  it.each<[string, Buffer, string | null, string]>([
    ['EDIFACT', fixture('predes.edi'), 'edifact', 'EDIFACT'],
    ['EDIFACT without UNA', fixture('emsevt.edi'), 'edifact', 'EDIFACT'],
    ['EDIFACT in lower case after a mark and blanks', latin1("\xef\xbb\xbf \r\n una:+.? 'unb+"), 'edifact', 'EDIFACT'],
    ['EDIFACT in UTF-16', Buffer.from('\ufeffUNA:+.? ', 'utf16le'), null, 'EDIFACT in UTF-16'],
    ['XML', fixture('itmatt.xml'), 'xml', 'XML'],
    ['XML in UTF-16', Buffer.from('\ufeff<a/>', 'utf16le'), 'xml', 'XML'],
    ['a comment first', utf8('<!-- x --><a/>'), 'xml', 'XML'],
    ['a table', fixture('manifest.csv'), 'table', 'CSV'],
    ['a zip, perhaps a spreadsheet', Buffer.from('PK\x03\x04...'), 'table', 'zip'],
    ['a PDF', latin1('%PDF-1.7'), null, 'pdf'],
    ['JSON', utf8('{"a" : 1}'), null, 'json'],
    ['prose', utf8('Dear colleagues'), null, 'text'],
    ['random bytes', createHash('sha512').update('x').digest(), null, 'binary'],
    ['nothing', Buffer.alloc(0), null, 'empty'],
    ['blanks', utf8(' \r\n '), null, 'blank'],
    ['NULs', Buffer.alloc(5000), null, 'blank'],
  ])('%s', (_case, bytes, syntax, looks) => expect(sniff(bytes, true)).toMatchObject({ syntax, looks }))

  it('the file’s name decides only between a table and other text', () => {
    expect(sniff(utf8('Item\nLX806576725FR\n'), true, 'x.CSV')?.syntax).toBe('table')
    expect(sniff(utf8('Item\nLX806576725FR\n'), true, 'x.log')?.syntax).toBe(null)
    expect(sniff(fixture('predes.edi'), true, 'x.csv')?.syntax).toBe('edifact')
  })

  it.each(['', 'U', '<', ' ', 'Item;Descr', '\xef\xbb'])('%j is too little to say while more may come', (text) => expect(sniff(latin1(text), false)).toBeNull())
})

describe('whatever comes, one message at least is told', () => {
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a byte', Buffer.from([0x80])],
    ['NULs', Buffer.alloc(100_000)],
    ['random bytes', createHash('shake256', { outputLength: 100_000 }).update('y').digest()],
    ['a zip', latin1('PK\x03\x04rest')],
    ['prose', utf8('Dear colleagues,\nplease find')],
    ['a UNA and no more', latin1("UNA:+.? '")],
    ['a UNB and no more', latin1("UNB+UNOC:3+A+B+261122:0715+1'")],
    ['an empty interchange', latin1("UNB+UNOC:3+A+B+261122:0715+1'UNZ+0+1'")],
    ['XML without a root', utf8('<?xml version="1.0"?>')],
    ['a lone angle', utf8('<a')],
  ])('%s: one, set aside, with a digest of all its bytes', (_case, bytes) => {
    const reading = read(bytes)
    const { end, records } = only(reading)
    expect([end.outcome, records, end.from, end.to]).toEqual(['set-aside', [], 0, bytes.length])
    expect(end.digest).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(reading.calls.some((call) => call.call === 'finding' && call.finding.severity === 'error')).toBe(true)
    if (bytes.length < 1000) expect(readByteByByte(bytes).calls).toEqual(reading.calls)
  })

  it('an interchange behind a mail header is found, and its places count from the file’s start', () => {
    const header = 'From: x\r\nSubject: PREDES\r\n\r\n'
    const bytes = Buffer.concat([latin1(header), fixture('predes.edi')])
    const { messages, loose } = read(bytes)
    expect(messages.map(({ end }) => [end.outcome, end.from])).toEqual([['complete', header.length + 55]])
    expect(codes(loose)).toEqual(['leading-bytes'])
    expect(readByteByByte(bytes).calls).toEqual(read(bytes).calls)
  })

  it('eight megabytes without a terminator are given up in bounded memory', () => {
    for (const begin of ['', "UNB+UNOC:3+A+B+261122:0715+1'", "UNB+UNOC:3+A+B+261122:0715+1'UNH+1+PREDES:2:1:UP'"]) {
      const bytes = Buffer.alloc(8_000_000, 'A?')
      bytes.write(`${begin}UNB+`)
      const before = process.memoryUsage().arrayBuffers
      const { end } = only(
        read(
          bytes,
          {},
          Array.from({ length: 1000 }, (_, i) => i * 8000),
        ),
      )
      expect(end.outcome).toBe('set-aside')
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000)
    }
  })

  it('a terminator in the end brings the reader back', () => {
    const body = fixture('predes.edi').toString('latin1')
    const text = body.replace('UNH+1', `UNH+0+PREDES:2:1:UP'BGM+${'A?'.repeat(400_000)}?''UNH+1`)
    const { messages } = read(latin1(text))
    expect(messages.map(({ end }) => end.outcome)).toEqual(['set-aside', 'complete'])
    expect(faults(messages[1]?.findings ?? [])).toEqual([])
  })
})
