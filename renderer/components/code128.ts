/**
 * Code 128 as widths of bars and spaces, in modules. Source: ISO/IEC 15417.
 *
 * Only code sets B and C, switched where that is shorter: an item identifier is two letters, nine digits, two letters.
 */
const PATTERNS =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'.split(
    ' ',
  )
const STOP = '2331112'
const START_B = 104
const TO_C = 99
const TO_B = 100

/** Widths, beginning with a bar; `null` for a text with a character outside printable ASCII. */
export function code128(text: string): number[] | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null
  const values = [START_B]
  let set: 'B' | 'C' = 'B'
  for (let at = 0; at < text.length;) {
    const digits = /^\d+/.exec(text.slice(at))?.[0].length ?? 0
    // Two switches cost two symbols: six digits are the fewest that pay for both in the middle of a text.
    if (set === 'B' && digits >= 6 && digits % 2 === 0) {
      values.push(TO_C)
      set = 'C'
    }
    if (set === 'C' && digits >= 2) {
      values.push(Number(text.slice(at, at + 2)))
      at += 2
      continue
    }
    if (set === 'C') {
      values.push(TO_B)
      set = 'B'
    }
    values.push(text.charCodeAt(at) - 32)
    at += 1
  }
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103
  return [...[...values, check].map((value) => PATTERNS[value] ?? ''), STOP].join('').split('').map(Number)
}
