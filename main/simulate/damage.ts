/** Files as they should not be, and still are. */
import type { Chance } from './chance.ts'
import type { WrittenFile } from './steps.ts'

export type FileDamage = 'unreadable' | 'truncated' | 'not-well-formed' | 'counts-wrong'

type Whole = Omit<WrittenFile, 'faults'>

/** Whether a file of this kind can be damaged so. A table cut short is a shorter table: nobody could tell. */
export function canHave(extension: string, how: FileDamage): boolean {
  switch (how) {
    case 'unreadable':
      return true
    case 'truncated':
      return extension !== 'csv'
    case 'not-well-formed':
      return extension === 'xml'
    case 'counts-wrong':
      return extension === 'edi'
  }
}

/** The file with its damage. */
export function damage(file: Whole, how: FileDamage, faults: readonly string[], chance: Chance): readonly WrittenFile[] {
  const bytes = Buffer.from(file.bytes)
  const damaged = (as: Uint8Array): readonly WrittenFile[] => [{ ...file, bytes: as, faults: [...faults, how] }]
  switch (how) {
    case 'unreadable': {
      const page = `<html><head><title>503 Service unavailable</title></head><body><p>Try again later. Incident ${chance.integer(100_000, 999_999)}.</p></body></html>\n`
      return [
        { type: null, extension: 'htm', bytes: Buffer.from(page), faults: [how] },
        { ...file, faults },
      ]
    }
    case 'truncated':
      return damaged(bytes.subarray(0, Math.floor(bytes.length * (0.55 + 0.35 * chance.next()))))
    case 'not-well-formed': {
      const at = bytes.indexOf('</Description>')
      return damaged(Buffer.concat([bytes.subarray(0, at), Buffer.from(' & more'), bytes.subarray(at)]))
    }
    case 'counts-wrong':
      return damaged(
        Buffer.from(
          bytes.toString('latin1').replace(/UNT\+(\d+)\+/, (_, count: string) => `UNT+${Number(count) + 1}+`),
          'latin1',
        ),
      )
  }
}
