/** The keyed hash behind the random share. */
import { createHmac } from 'node:crypto'
import type { KeyedHash } from './evaluate.ts'

/** HMAC-SHA-256, in hexadecimal. */
export const hmacSha256: KeyedHash = (key, text) => createHmac('sha256', key).update(text).digest('hex')
