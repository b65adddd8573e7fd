/**
 * Lines of a file or of stdin, in blocks of what is there: a script that writes one command and waits for its answer
 * gets it at once, and one that writes ten thousand is served a block at a time.
 */
import type { Readable } from 'node:stream'

/** Longest line in bytes; the longest remark is 4,000 letters. */
const LONGEST = 1024 * 1024

/** A line, or why it is none. */
export type LineIn = { readonly text: string } | { readonly problem: 'too-long' | 'not-utf-8' }

/**
 * @param most how many lines a block may have
 * @returns blocks of lines in order, empty lines left out, CR before LF and a byte order mark at the start removed
 */
export async function* linesIn(input: Readable, most: number): AsyncGenerator<LineIn[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let held: Buffer[] = []
  let size = 0
  let first = true
  const cut = (): LineIn | null => {
    const tooLong = size > LONGEST
    const bytes = Buffer.concat(held)
    held = []
    size = 0
    const start = first && bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    first = false
    if (tooLong) return { problem: 'too-long' }
    try {
      const text = decoder.decode(bytes.subarray(start)).trim()
      return text === '' ? null : { text }
    } catch {
      return { problem: 'not-utf-8' }
    }
  }
  // Of a line that is too long no more than the limit is kept; it is answered as such once it ends.
  const hold = (bytes: Buffer) => {
    if (size <= LONGEST) held.push(bytes)
    size += bytes.length
  }
  for await (const part of input) {
    const chunk: Buffer = typeof part === 'string' ? Buffer.from(part, 'utf8') : (part as Buffer)
    let block: LineIn[] = []
    let from = 0
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      hold(chunk.subarray(from, at))
      from = at + 1
      const line = cut()
      if (line !== null) block.push(line)
      if (block.length === most) {
        yield block
        block = []
      }
    }
    if (from < chunk.length) hold(chunk.subarray(from))
    if (block.length > 0) yield block
  }
  if (size > 0) {
    const line = cut()
    if (line !== null) yield [line]
  }
}
