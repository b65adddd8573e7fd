import { describe, expect, it } from 'vitest'
import { codes, fixture, latin1, only, read, readByteByByte, utf8 } from './reading.ts'

const SAMPLE = fixture('itmatt.xml').toString('utf8')
const wrapped = (inside: string): string => `<ITMATT version="1.5"><Header><Reference>R</Reference></Header>${inside}</ITMATT>`
const outcome = (text: string | Buffer): [string, string[]] => {
  const { end, findings } = only(read(typeof text === 'string' ? utf8(text) : text))
  // Hostile elements are unknown to the map as well; that is not the point here.
  return [end.outcome, codes(findings).filter((code) => code !== 'unmapped')]
}

describe('documents that are refused', () => {
  it.each<[string, string]>([
    ['a billion laughs', `<!DOCTYPE lolz [<!ENTITY a "${'x'.repeat(1000)}">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "&a;&a;&a;">`).join('')}]><ITMATT>&a8;</ITMATT>`],
    ['an external entity', '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><ITMATT><Header><Reference>&secret;</Reference></Header></ITMATT>'],
    ['an external subset', '<!DOCTYPE ITMATT SYSTEM "http://127.0.0.1:9/x.dtd"><ITMATT/>'],
    ['an empty DOCTYPE', '<!DOCTYPE ITMATT><ITMATT/>'],
    ['a DOCTYPE after a comment', '<?xml version="1.0"?><!-- x --><!DOCTYPE ITMATT><ITMATT/>'],
  ])('%s: no DOCTYPE is read past', (_case, text) => expect(outcome(text)).toEqual(['set-aside', ['doctype-refused']]))

  it('a DOCTYPE inside a comment or a CDATA section is a text like others', () => {
    expect(outcome(wrapped('<!-- <!DOCTYPE x> -->'))).toEqual(['complete', []])
    expect(outcome(wrapped('<MailItem><ItemId>RR473124829FR</ItemId><Nature><![CDATA[<!DOCTYPE x>]]></Nature></MailItem>'))).toEqual(['complete', []])
  })

  it.each<[string, string, string]>([
    ['a hundred thousand levels', wrapped('<a>'.repeat(100_000)), 'too-deep'],
    ['65 levels', wrapped('<a>'.repeat(64) + '</a>'.repeat(64)), 'too-deep'],
    ['a name of 300 letters', wrapped(`<${'n'.repeat(300)}/>`), 'name-too-long'],
    ['a name of a million letters', wrapped(`<${'n'.repeat(1_000_000)}/>`), 'name-too-long'],
    ['65 attributes', wrapped(`<a ${Array.from({ length: 65 }, (_, i) => `a${i}=""`).join(' ')}/>`), 'too-many-attributes'],
    ['an attribute name of 300 letters', wrapped(`<a ${'n'.repeat(300)}=""/>`), 'name-too-long'],
    ['an attribute of two million letters', wrapped(`<a b="${'n'.repeat(2_000_000)}"/>`), 'text-too-long'],
    ['a text of two million letters', wrapped(`<MailItem><ItemId>${'A'.repeat(2_000_000)}`), 'text-too-long'],
    ['a comment of four million letters', wrapped(`<!--${'n'.repeat(4_000_000)}-->`), 'text-too-long'],
    ['a text in a thousand pieces', wrapped(`<MailItem><ItemId>${'<![CDATA[AAAA]]>'.padEnd(2000, 'A').repeat(1000)}`), 'text-too-long'],
    ['a tag that never ends', wrapped(`<a ${' '.repeat(4_000_000)}`), 'text-too-long'],
    ['a DOCTYPE that never ends', `<!DOCTYPE x [${' '.repeat(4_000_000)}`, 'text-too-long'],
  ])('%s', (_case, text, code) => {
    expect(outcome(text)).toEqual(['set-aside', [code]])
    const bytes = utf8(text)
    expect(
      read(
        bytes,
        {},
        [7, 1000, 65_537, 65_538, 1_100_000].filter((cut) => cut < bytes.length),
      ).calls,
    ).toEqual(read(bytes).calls)
  })

  it('64 levels are read', () => expect(outcome(wrapped('<a>'.repeat(63) + '</a>'.repeat(63)))).toEqual(['complete', []]))
})

describe('documents that are not well-formed', () => {
  it.each<[string, string]>([
    ['an end tag of another element', '<ITMATT><a></b></ITMATT>'],
    ['elements that overlap', '<ITMATT><a><b></a></b></ITMATT>'],
    ['two roots', '<ITMATT/><ITMATT/>'],
    ['text after the root', '<ITMATT/>text'],
    ['text before the root', '<?xml version="1.0"?>text<ITMATT/>'],
    ['an attribute twice', '<ITMATT a="1" a="2"/>'],
    ['an attribute twice by its namespace', '<ITMATT xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"/>'],
    ['an attribute without quotes', '<ITMATT a=1/>'],
    ['an attribute without a value', '<ITMATT a/>'],
    ['a less-than in an attribute', '<ITMATT a="<"/>'],
    ['a bare ampersand', '<ITMATT>a & b</ITMATT>'],
    ['an entity that nobody declared', '<ITMATT>&nbsp;</ITMATT>'],
    ['a reference to a forbidden character', '<ITMATT>&#0;</ITMATT>'],
    ['a forbidden character', '<ITMATT>\x01</ITMATT>'],
    ['U+FFFE', '<ITMATT>\ufffe</ITMATT>'],
    ['a surrogate by reference', '<ITMATT>&#xD800;</ITMATT>'],
    ['a prefix that nobody bound', '<p:ITMATT/>'],
    ['two colons', '<ITMATT xmlns:a="u" a:b:c=""/>'],
    ['the prefix xmlns unbound', '<ITMATT xmlns:a=""/>'],
    ['a double dash in a comment', '<ITMATT><!-- a -- b --></ITMATT>'],
    ['the end of a CDATA section without its start', '<ITMATT>]]></ITMATT>'],
    ['a name that begins with a digit', '<ITMATT><1a/></ITMATT>'],
    ['a processing instruction called xml', '<ITMATT><?xml version="1.0"?></ITMATT>'],
    ['a blank before a name', '<ITMATT>< a/></ITMATT>'],
    ['an end tag with an attribute', '<ITMATT></ITMATT a="">'],
    ['a declaration without a version', '<?xml encoding="UTF-8"?><ITMATT/>'],
  ])('%s', (_case, text) => {
    const { end, findings } = only(read(utf8(text)))
    expect(end.outcome).toBe('set-aside')
    const fault = findings.find((finding) => finding.code === 'not-well-formed')
    expect(fault?.place).toMatch(/^line 1, column \d+ \(byte \d+\)$/)
    expect(readByteByByte(utf8(text)).calls).toEqual(read(utf8(text)).calls)
  })

  it.each<[string, string]>([
    ['as ever', '<ITMATT/>'],
    ['empty, with blanks in its tags', '<ITMATT\n></ITMATT  >\n<!-- end --> <?end?>\n'],
    ['version 1.1', '<?xml version="1.1"?><ITMATT/>'],
    ['standalone', "<?xml version='1.0' standalone='yes'?><ITMATT/>"],
    ['greater-than and quotes as text', '<ITMATT> > " \' </ITMATT>'],
    ['names beyond ASCII', '<ITMATT><é·/></ITMATT>'],
    ['a prefix bound again inside', '<ITMATT xmlns:a="u"><a:b xmlns:a="v"/></ITMATT>'],
  ])('well-formed: %s', (_case, text) => expect(only(read(utf8(text))).end.outcome).toBe('complete'))

  it('says where, in lines, columns and bytes', () => {
    const text = SAMPLE.replace('<Nature>31', '<Nature>&31')
    const { findings } = only(read(utf8(text)))
    const place = /line (\d+), column (\d+) \(byte (\d+)\)/.exec(findings[0]?.place ?? '')
    const line = text.slice(0, text.indexOf('&31')).split('\n').length
    expect(Number(place?.[1])).toBe(line)
    const byte = Buffer.from(text.slice(0, text.indexOf('&31'))).length
    expect(Number(place?.[3])).toBe(byte)
    expect(Number(place?.[2])).toBe(byte - Buffer.from(text.slice(0, text.lastIndexOf('\n', text.indexOf('&31')) + 1)).length)
  })

  it('a bare ampersand is found where it stands, however long the rest', () => {
    const text = `<ITMATT>\n<Header>Smith & Sons</Header>${'<a>b</a>'.repeat(40_000)}</ITMATT>`
    const { end, findings } = only(read(utf8(text)))
    expect(end.outcome).toBe('set-aside')
    expect(findings.find((finding) => finding.code === 'not-well-formed')?.place).toBe('line 2, column 14 (byte 23)')
  })

  it('a document that was cut off says so', () => {
    for (const length of [200, 700, 1500, 2400]) expect(outcome(SAMPLE.slice(0, length))).toEqual(['set-aside', ['truncated']])
  })

  it('an encoding that nobody knows', () => expect(outcome('<?xml version="1.0" encoding="KLINGON"?><ITMATT/>')).toEqual(['set-aside', ['encoding-unknown']]))

  it('NUL bytes', () => expect(outcome(latin1('<ITMATT>\0\0</ITMATT>'))[0]).toBe('set-aside'))
})

it('what the sink throws comes out, and is not taken for a fault of the document', async () => {
  const { openReader } = await import('../../../main/exchange/open-reader.ts')
  const { CONTEXT } = await import('./reading.ts')
  const reader = openReader(CONTEXT, {
    open() {},
    record() {
      throw new Error('disk full')
    },
    finding() {},
    close() {},
  })
  expect(() => {
    reader.push(utf8(SAMPLE))
    reader.end()
  }).toThrow('disk full')
})
