/**
 * The rules that the desk comes with, as data.
 *
 * An office switches one off, or replaces it, by a rule of its own with the same id. Their words, natures and
 * countries are code tables, so most offices never need to touch a rule.
 */
import type { Condition, Rule } from '../../shared/domain/rules.ts'
import type { Lane } from '../../shared/domain/codes.ts'
import type { RuleReasonCode } from '../../shared/i18n/rules.en.ts'

export interface BuiltInSettings {
  /** Share of all cases drawn for examination at random; 0 draws none. */
  readonly randomSharePerMille: number
}

function rule(id: string, lane: Lane, code: RuleReasonCode, when: Condition): Rule {
  return { id, v: 1, lane, reason: { code }, when, validFrom: null, validTo: null, owner: null, enabled: true }
}

/** Gifts of so many of one kind look like stock. */
const GIFT_QUANTITY = 10
/** Net mass of batteries that the post carries at most. Source: UPU rules on lithium batteries in the post. */
const BATTERY_LIMIT_G = 5000

const GIFT: Condition = { field: 'nature', op: 'is', value: '31' }

/** Rows of a table by their column `lane`; red is what an empty cell means. */
const laneCell = (lane: Lane): string | readonly string[] => (lane === 'red' ? ['', 'red'] : lane)
const LANE_NAMES = { yellow: 'documents', orange: 'scan', red: 'open' } as const

/**
 * The built-in rules. What they are and why in these lanes: docs/rules.md.
 *
 * `watched-origins` and `watch-words` give the lane in the row, so each of them is three rules, one a lane.
 */
export function builtInRules({ randomSharePerMille }: BuiltInSettings): readonly Rule[] {
  const lanes = ['yellow', 'orange', 'red'] as const
  return [
    rule('no-advance-data', 'yellow', 'no-advance-data', { field: 'declared', op: 'is', value: false }),
    rule('description-vague', 'yellow', 'description-vague', { field: 'piece.description', op: 'vague' }),
    rule('description-missing', 'yellow', 'description-missing', { field: 'piece.description', op: 'missing' }),
    rule('content-missing', 'yellow', 'content-missing', {
      all: [
        { field: 'declared', op: 'is', value: true },
        { field: 'pieceCount', op: 'is', value: 0 },
      ],
    }),
    rule('hs-missing', 'yellow', 'hs-missing', {
      all: [
        { field: 'nature', op: 'in', value: { table: 'nature', where: { commercial: 'yes' } } },
        { field: 'piece.hs', op: 'missing' },
      ],
    }),
    rule('value-0-or-1', 'orange', 'value-0-or-1', { field: 'piece.value', op: 'in', value: [0, 1] }),
    rule('gift-to-firm', 'orange', 'gift-to-firm', {
      all: [
        GIFT,
        {
          any: [
            { field: 'addressee.company', op: 'present' },
            { field: 'addressee.name', op: 'word', value: { table: 'firm-words' } },
          ],
        },
      ],
    }),
    rule('gift-in-quantity', 'orange', 'gift-in-quantity', { all: [GIFT, { field: 'piece.quantity', op: 'gte', value: GIFT_QUANTITY }] }),
    rule('lithium-over-5-kg', 'orange', 'lithium-over-5-kg', {
      onePiece: {
        all: [
          { field: 'piece.description', op: 'word', value: { table: 'battery-words' } },
          { field: 'piece.netWeightG', op: 'gt', value: BATTERY_LIMIT_G },
        ],
      },
    }),
    ...lanes.map((lane) =>
      rule(`watch-words-${LANE_NAMES[lane]}`, lane, 'watch-word', { field: 'piece.description', op: 'word', value: { table: 'watch-words', where: { lane: laneCell(lane) } } }),
    ),
    ...lanes.map((lane) =>
      rule(`watched-origins-${LANE_NAMES[lane]}`, lane, 'watched-origin', {
        inTable: 'watched-origins',
        match: { country: 'originCountry', class: 'class' },
        where: { lane: laneCell(lane) },
      }),
    ),
    { ...rule('random-share', 'orange', 'random-share', { field: 'case', op: 'share', value: randomSharePerMille }), enabled: randomSharePerMille > 0 },
  ]
}
