/**
 * The recovery key: 160 random bits on paper, for the day when everything else is lost.
 *
 * Crockford's base32, in eight groups of four: no letter that is read as a digit, and what is misread all
 * the same (O, I, L) is taken for the digit it looks like.
 */
import { randomBytes } from 'node:crypto'

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 32

/** `7K2M-…`, shown once. */
export function makeRecoveryKey(): string {
  // A byte modulo 32 is even, since 256 is a multiple of it: 5 bits a sign.
  const signs = [...randomBytes(LENGTH)].map((byte) => DIGITS.charAt(byte % 32))
  return Array.from({ length: LENGTH / 4 }, (_, group) => signs.slice(group * 4, group * 4 + 4).join('')).join('-')
}

/** A recovery key as typed, in the one form it was wrapped by; `null` where the text cannot be one. Case, blanks and dashes do not count. */
export function readRecoveryKey(typed: string): string | null {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return text.length === LENGTH && [...text].every((sign) => DIGITS.includes(sign)) ? text : null
}
