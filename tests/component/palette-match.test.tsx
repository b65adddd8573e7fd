import { describe, expect, it } from 'vitest'
import { matchRank } from '../../renderer/app/palette-match.ts'

describe('how well a name answers what was typed', () => {
  it.each([
    ['Release', 'release', 0],
    ['Release', 'rel', 1],
    ['Go to the dispatches', 'disp', 2],
    ['Administration › Users', 'us adm', 2],
    ['Libérer contre paiement', 'liberer', 1],
    ['Aller à l’échange', 'echange', 2],
    ['Release against duty', 'lease', 3],
    ['Request information', 'formation quest', 4],
    ['Release against duty', 'rad', 5],
    ['Release', 'x', null],
    ['Release', 'a', 3],
    ['Hold', 'd', 3],
  ] as const)('%s for “%s”: %s', (name, typed, rank) => {
    expect(matchRank(name, typed)).toBe(rank)
  })

  it('takes everything for nothing', () => {
    expect(matchRank('Release', '  ')).toBe(0)
  })
})
