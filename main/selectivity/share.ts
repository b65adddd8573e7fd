/** The keyed hash behind the random share. */
import { hash } from 'node:crypto'
import type { KeyedHash } from './evaluate.ts'

/**
 * SHA-256 of the key, a zero byte and the text, in hexadecimal.
 *
 * Not an HMAC, which costs four times as much for every item taken in: an HMAC protects digests that others see
 * and extend, and nobody sees these. Without the key the digest of a case cannot be worked out either way.
 */
export const keyedSha256: KeyedHash = (key, text) => hash('sha256', `${key}\0${text}`, 'hex')
