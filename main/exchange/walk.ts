/**
 * The files of an import: folders recursively, in the order of their names, so that the same folder is read in the
 * same order on every machine.
 *
 * Links are not followed: a link into another folder would read what nobody named, and a link upwards would never end.
 */
import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A file to read, or a name that was met and cannot be read, with the reason in words. */
export type WalkedFile = { readonly path: string } | { readonly path: string; readonly problem: string }

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is nothing of this name',
  EACCES: 'this program may not read it',
  EPERM: 'this program may not read it',
  ELOOP: 'too many links',
  ENAMETOOLONG: 'its path is too long for the system',
  EMFILE: 'too many files are open',
  EIO: 'the disk could not read it',
}

const words = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return WORDS[code] ?? (error instanceof Error ? error.message : String(error))
}

interface Kind {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isFIFO(): boolean
  isSocket(): boolean
}

/** What is neither file nor folder: reading a pipe would wait for ever, a device might never end. */
const special = (entry: Kind): string => (entry.isFIFO() ? 'it is a pipe, not a file' : entry.isSocket() ? 'it is a socket, not a file' : 'it is a device, not a file')

/**
 * @param paths files and folders, absolute. A link among them is reported, since somebody named it; a link inside a
 *   folder is passed over
 */
export function* walk(paths: Iterable<string>): Generator<WalkedFile, void> {
  for (const path of paths) {
    let entry: Kind
    try {
      entry = lstatSync(path)
    } catch (error) {
      yield { path, problem: words(error) }
      continue
    }
    if (entry.isSymbolicLink()) yield { path, problem: 'it is a link, and links are not followed' }
    else yield* visit(path, entry)
  }
}

function* visit(path: string, entry: Kind): Generator<WalkedFile, void> {
  if (entry.isSymbolicLink()) return
  if (entry.isFile()) yield { path }
  else if (entry.isDirectory()) yield* visitFolder(path)
  else yield { path, problem: special(entry) }
}

function* visitFolder(folder: string): Generator<WalkedFile, void> {
  let entries: Dirent<Buffer>[]
  try {
    entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    yield { path: folder, problem: words(error) }
    return
  }
  entries.sort((a, b) => Buffer.compare(a.name, b.name))
  for (const entry of entries) {
    const name = entry.name.toString('utf8')
    const path = join(folder, name)
    if (Buffer.compare(Buffer.from(name, 'utf8'), entry.name) !== 0) yield { path, problem: 'its name is not UTF-8' }
    else yield* visit(path, entry)
  }
}
