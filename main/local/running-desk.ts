/**
 * How a second start finds the desk that is open on the same data folder: through a 0600 file in it, which says where
 * the desk listens and holds a secret. A file that a killed desk left behind leads nowhere.
 *
 * Neither side sends the secret, both prove that they know it: the port of a killed desk may be somebody else's by
 * now, who would gladly be asked for an address and send people to a sign-in of his own.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../shared/zod.ts'

const noteSchema = z.strictObject({ pid: z.number().int(), port: z.number().int().min(1).max(65_535), secret: z.string().min(20) })
type Note = z.infer<typeof noteSchema>

const addressesSchema = z.strictObject({ printed: z.string(), file: z.string() })
const replySchema = addressesSchema.extend({ proof: z.string() })
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

const proofOf = (secret: string, ...parts: readonly string[]): string => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')

/** Whether a proof is the one that was expected; takes the same time however wrong it is. */
function proves(given: unknown, expected: string): boolean {
  const [one, other] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The running desk's side: answers what to send to a start that proved itself, `null` for anybody else. */
export function answerStart(secret: string, nonce: unknown, proof: unknown, addresses: () => Addresses): z.infer<typeof replySchema> | null {
  if (typeof nonce !== 'string' || !proves(proof, proofOf(secret, 'ask', nonce))) return null
  const given = addresses()
  return { ...given, proof: proofOf(secret, 'answer', nonce, given.printed, given.file) }
}

/** What a start sends along to prove itself. */
export function askHeaders(secret: string, nonce: string): Record<string, string> {
  return { 'x-nonce': nonce, 'x-proof': proofOf(secret, 'ask', nonce) }
}

/** Asks the desk that is running on this data folder for new addresses; `null` if none answers, or not that one. */
export async function askRunningDesk(dataFolder: string): Promise<Addresses | null> {
  const note = readNote(dataFolder)
  if (note === null) return null
  const nonce = randomBytes(32).toString('base64url')
  try {
    const response = await fetch(`http://127.0.0.1:${note.port}/again`, { method: 'POST', headers: askHeaders(note.secret, nonce), signal: AbortSignal.timeout(5_000) })
    const { printed, file, proof } = replySchema.parse(await response.json())
    return proves(proof, proofOf(note.secret, 'answer', nonce, printed, file)) ? { printed, file } : null
  } catch {
    return null
  }
}
