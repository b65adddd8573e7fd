/** Files as they should not be, and still are. */
import type { Chance } from './chance.ts'
import type { WrittenFile } from './steps.ts'

export type FileDamage = 'unreadable' | 'truncated' | 'not-well-formed' | 'counts-wrong'

type Whole = Omit<WrittenFile, 'faults'>

/** The file with its damage, as far as its syntax can have it. */
export function damage(file: Whole, how: FileDamage, faults: readonly string[], chance: Chance): readonly WrittenFile[] {
  const text = Buffer.from(file.bytes)
  const xml = file.extension === 'xml'
  const edifact = file.extension === 'edi'
  switch (how) {
    case 'unreadable':
      return [
        {
          type: null,
          extension: 'htm',
          bytes: Buffer.from(
            `<html><head><title>503 Service unavailable</title></head><body><p>Try again later. Incident ${chance.integer(100_000, 999_999)}.</p></body></html>\n`,
          ),
          faults: [how],
        },
        { ...file, faults },
      ]
    case 'truncated':
      // A table cut short is a shorter table: nobody could tell.
      if (!xml && !edifact) return [{ ...file, faults }]
      return [{ ...file, bytes: text.subarray(0, Math.floor(text.length * (0.55 + 0.35 * chance.next()))), faults: [...faults, how] }]
    case 'not-well-formed': {
      const at = xml ? text.indexOf('</Description>') : -1
      return at < 0 ? [{ ...file, faults }] : [{ ...file, bytes: Buffer.concat([text.subarray(0, at), Buffer.from(' & more'), text.subarray(at)]), faults: [...faults, how] }]
    }
    case 'counts-wrong': {
      if (!edifact) return [{ ...file, faults }]
      const counted = text.toString('latin1').replace(/UNT\+(\d+)\+/, (_, count: string) => `UNT+${Number(count) + 1}+`)
      return [{ ...file, bytes: Buffer.from(counted, 'latin1'), faults: [...faults, how] }]
    }
  }
}
