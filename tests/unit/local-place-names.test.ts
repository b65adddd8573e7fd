import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basename, join, posix, win32 } from 'node:path'
import { safeName } from '../../main/local/place.ts'

describe('the name of a file that a page handed over', () => {
  it.each([
    ['predes.edi', 'predes.edi'],
    ['Dépêche nº 12.xml', 'Dépêche nº 12.xml'],
    ['إرسالية.xml', 'إرسالية.xml'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\boot.ini', '_.._boot.ini'],
    ['/absolute', '_absolute'],
    ['C:\\temp\\x.edi', 'C__temp_x.edi'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['.hidden', 'hidden'],
    ['ends with dot. ', 'ends with dot'],
    ['nul', '_nul'],
    ['COM1.edi', '_COM1.edi'],
    ['a\0b', 'a_b'],
    ['a\r\nb', 'a__b'],
    ['stream.edi:hidden', 'stream.edi_hidden'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['half \ud800 letter', 'half _ letter'],
  ])('%j becomes %j', (given, safe) => expect(safeName(given)).toBe(safe))

  it('keeps the extension of a long name', () => {
    const name = safeName(`${'é'.repeat(400)}.xml`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^é+\.xml$/)
  })

  it('is always one name, on every system', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: fc.constantFrom('.', '/', '\\', ' ', 'a', ':', '\0', 'nul') })), (given) => {
        const name = safeName(given)
        expect(name).not.toBe('')
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(win32.basename(name)).toBe(name)
        expect(posix.basename(name)).toBe(name)
        expect(basename(join('/folder', name))).toBe(name)
        expect(name).not.toMatch(/^\.|[. ]$/)
        expect(safeName(name)).toBe(name)
      }),
    )
  })
})
