/**
 * How a second start finds the desk that is open on the same data folder: through a 0600 file in it, which says where
 * the desk listens and holds the secret that it wants to hear. A file that a killed desk left behind leads nowhere.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../shared/zod.ts'

const noteSchema = z.strictObject({ pid: z.number().int(), port: z.number().int().min(1).max(65_535), secret: z.string().min(20) })
type Note = z.infer<typeof noteSchema>

const addressesSchema = z.strictObject({ printed: z.string(), file: z.string() })
/** Fresh addresses of a running desk: one to print, one for the redirect file. */
export type Addresses = z.infer<typeof addressesSchema>

const noteFile = (dataFolder: string): string => join(dataFolder, 'local-host.json')

/** Leaves the note; answers the function that takes it back. */
export function leaveNote(dataFolder: string, note: Note): () => void {
  const file = noteFile(dataFolder)
  const written = `${file}.${process.pid}`
  writeFileSync(written, JSON.stringify(note), { mode: 0o600 })
  renameSync(written, file)
  return () => {
    if (readNote(dataFolder)?.pid === process.pid) rmSync(file, { force: true })
  }
}

function readNote(dataFolder: string): Note | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(noteFile(dataFolder), 'utf8')))
  } catch {
    return null
  }
}

/** Asks the desk that is running on this data folder for new addresses; `null` if none answers. */
export async function askRunningDesk(dataFolder: string): Promise<Addresses | null> {
  const note = readNote(dataFolder)
  if (note === null) return null
  try {
    const response = await fetch(`http://127.0.0.1:${note.port}/again`, { method: 'POST', headers: { 'x-owner-secret': note.secret }, signal: AbortSignal.timeout(5_000) })
    return response.ok ? addressesSchema.parse(await response.json()) : null
  } catch {
    return null
  }
}
