/**
 * The built screens, by exact address. Both hosts serve from this list and from nothing else, so that no spelling of
 * `..` can reach another file: what is not on the list does not exist.
 */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentType } from './csp.ts'

export interface Page {
  readonly body: Buffer
  readonly type: string
  /** Named after its content by the build, so it may be kept for ever. */
  readonly lasting: boolean
}

export interface Pages {
  /** `path` is the address's path, percent signs and all, beginning with `/`; `null` for what was not built. */
  read(path: string): Promise<Page | null>
}

function list(folder: string, under = ''): [address: string, file: string][] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.isDirectory()) return list(folder, path)
    // No links and no source maps: neither is a page.
    return entry.isFile() && !entry.name.endsWith('.map') ? [[`/${encodeURI(path)}`, join(folder, path)]] : []
  })
}

/** `folder` is `out/renderer`. Throws if it was not built. */
export function openPages(folder: string): Pages {
  let files = new Map(list(folder))
  return {
    async read(path) {
      const address = path === '/' ? '/index.html' : path
      // A build beside an open desk renames its files; the page that it made asks for those.
      if (!files.has(address)) files = new Map(list(folder))
      const file = files.get(address)
      if (file === undefined) return null
      return { body: await readFile(file), type: contentType(file), lasting: address.startsWith('/assets/') }
    },
  }
}
