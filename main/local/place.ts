/**
 * Files that a page hands over: a browser tells nobody where a dropped file lies, so its bytes come here and the
 * desk reads them from the folder for incoming files.
 */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The largest file taken. An interchange of a year's mail is a tenth of it; a disk image dropped by mistake is not. */
export const MOST_BYTES = 1024 ** 3

/** File systems count bytes: 255 is usual, and the desk appends to names. */
const MOST_NAME_BYTES = 200

/** Windows opens a device for these, whatever their extension; a folder from here may be copied there. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * A name that is one name on every file system, as near as possible to the given one, which is kept only for people.
 *
 * Separators, control characters, what Windows forbids, and marks that turn the direction of writing (`fdp.exe` read
 * as `exe.pdf`) become `_`; the end is cut before the extension.
 */
export function safeName(given: string): string {
  const plain = given
    .toWellFormed()
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\\/:*?"<>|]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const name = plain === '' ? 'file' : DEVICES.test(plain) ? `_${plain}` : plain
  if (Buffer.byteLength(name) <= MOST_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 20 ? name.slice(dot) : ''
  let stem = ''
  let bytes = Buffer.byteLength(extension)
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > MOST_NAME_BYTES) break
    stem += character
  }
  return stem.replace(/[\s.]+$/, '') + extension
}

export class TooLarge extends Error {}

/** Writes the stream below `folder` and answers its path. What was not written to the end is not left behind. */
export async function placeFile(folder: string, name: string, source: Readable, most: number = MOST_BYTES): Promise<{ readonly path: string; readonly bytes: number }> {
  const own = join(folder, randomUUID())
  await mkdir(own, { recursive: true, mode: 0o700 })
  const path = join(own, safeName(name))
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > most ? new TooLarge(`The file is larger than ${most} bytes`) : null, chunk)
    },
  })
  try {
    await pipeline(source, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    await rm(own, { recursive: true, force: true })
    throw error
  }
  return { path, bytes }
}
