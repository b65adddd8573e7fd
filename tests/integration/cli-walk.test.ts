import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { walk } from '../../main/exchange/walk.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-walk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (...names: string[]) => {
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
}
const found = (...paths: string[]) =>
  [...walk(paths.map((path) => join(folder, path)))].map((file) => ('problem' in file ? [relative(folder, file.path), file.problem] : relative(folder, file.path)))

test('files come by name, byte by byte, folders where their name stands', () => {
  put('b.edi', 'a/z.edi', 'a/B.edi', 'a/b.edi', 'Z.edi', 'a.edi', 'é.edi', 'z/y/x.edi', '.hidden/a.edi')
  expect(found('.')).toEqual(['.hidden/a.edi', 'Z.edi', 'a/B.edi', 'a/b.edi', 'a/z.edi', 'a.edi', 'b.edi', 'z/y/x.edi', 'é.edi'])
})

test('paths come in the order in which they were given, and a file may be given twice', () => {
  put('a.edi', 'b.edi')
  expect(found('b.edi', 'a.edi', 'b.edi')).toEqual(['b.edi', 'a.edi', 'b.edi'])
})

test('links are not followed: passed over in a folder, reported where they were named', () => {
  put('real/a.edi')
  symlinkSync(join(folder, 'real/a.edi'), join(folder, 'real/link.edi'))
  symlinkSync('..', join(folder, 'real/up'))
  symlinkSync(join(folder, 'real'), join(folder, 'named'))
  expect(found('real', 'named')).toEqual(['real/a.edi', ['named', 'it is a link, and links are not followed']])
})

test.runIf(process.platform !== 'win32')('a pipe is reported and not waited for', () => {
  put('a.edi', 'z.edi')
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect(found('.')).toEqual(['a.edi', ['pipe', 'it is a pipe, not a file'], 'z.edi'])
})

test('what cannot be read is reported, and the rest goes on', () => {
  put('a.edi')
  expect(found('gone.edi', 'a.edi')).toEqual([['gone.edi', 'there is nothing of this name'], 'a.edi'])
})

test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('a folder that may not be opened is reported once', () => {
  put('closed/a.edi', 'z.edi')
  chmodSync(join(folder, 'closed'), 0)
  expect(found('.')).toEqual([['closed', 'this program may not read it'], 'z.edi'])
  chmodSync(join(folder, 'closed'), 0o700)
})

test.runIf(process.platform === 'linux')('a name that is not UTF-8 is reported, since nothing could show it', () => {
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xe9, 0x2e, 0x65, 0x64, 0x69])]), 'x')
  put('a.edi')
  expect(found('.').map((file) => (typeof file === 'string' ? file : file[1]))).toEqual(['a.edi', 'its name is not UTF-8'])
})

test('a deep tree is walked to its end', () => {
  const deep = Array.from({ length: 300 }, () => 'd').join('/')
  put(`${deep}/a.edi`)
  expect(found('.')).toEqual([`${deep}/a.edi`])
})
