/**
 * Why an item is in its lane: `rule.<code>`. Plain `{name}` placeholders only (see say.ts).
 * A reason is a whole sentence that an officer can read to a colleague.
 */
export const rulesEn = {
  'no-advance-data': 'No advance data: nobody has declared what is in this item.',
  'description-vague': '“{description}” alone does not describe the goods.',
  'description-missing': 'A content piece has no description.',
  'content-missing': 'The declaration lists no content.',
  'hs-missing': 'Commercial goods (nature {nature}) without an HS code: “{description}”.',
  'value-0-or-1': 'The declared value is {value} {currency}.',
  'watch-word': 'The description names “{word}”.',
  'watched-origin': 'This office looks at class {class} from {originCountry}.',
  'gift-to-firm': 'Declared as a gift, but the addressee is a firm.',
  'gift-in-quantity': 'Declared as a gift, but {quantity} of one kind: “{description}”.',
  'lithium-over-5-kg': '“{description}”: {netWeightKg} kg. Lithium batteries may weigh at most 5 kg in the post.',
  'random-share': 'Drawn at random, so that hit rates can be judged against chance.',
  /** An office's own words: the evaluation gives them in English as `text`, in French as `textFr`. */
  own: '{text}',
} as const satisfies Record<string, string>

export type RuleReasonCode = keyof typeof rulesEn

/** What is wrong with a rule that was refused: `error.<code>`, shown beside its path. */
export const ruleErrorsEn = {
  'rule-json': 'This is not JSON: {text}',
  'rule-size': 'A rule may have at most {limit} characters.',
  'rule-object': 'A rule is an object with id, lane, reason and when.',
  'rule-key': 'Unknown key: {key}.',
  'rule-id': 'An id is 1 to 60 lower-case letters, digits and hyphens, and begins with a letter or digit.',
  'rule-version': 'This desk knows version 1 of the rule format only.',
  'rule-lane': 'A lane is one of: {lanes}.',
  'rule-reason': 'A reason is an object with the code of a catalogue entry, or with text: at least en, at most 500 characters a language.',
  'rule-english': 'The reason needs its English text (en); other languages are optional.',
  'rule-placeholder': 'The reason names {name}, which is no value of this condition. Its values: {known}.',
  'rule-value': 'Wrong type; expected: {expected}.',
  'rule-date': '“{text}” is no date (YYYY-MM-DD) and no time with a zone.',
  'rule-range': 'validTo must be later than validFrom; the rule holds until just before validTo.',
  'rule-depth': 'Conditions may be nested {limit} deep.',
  'rule-conditions': 'A rule may have {limit} conditions; split it.',
  'rule-condition': 'A condition has exactly one of: all, any, not, onePiece, inTable, or field with op.',
  'rule-group': 'all and any take a list of at least one condition.',
  'rule-field': 'There is no field {field}.',
  'rule-operator': '{field} can be asked: {operators}.',
  'rule-no-value': '{operator} takes no value.',
  'rule-text': 'Expected a text.',
  'rule-text-size': 'A text may have at most {limit} characters.',
  'rule-number': 'Expected a number.',
  'rule-boolean': 'Expected true or false.',
  'rule-amount': 'Expected an amount: a number, a decimal text, or an object with amount and a currency of three capital letters.',
  'rule-list': 'Expected a list of values or a code table.',
  'rule-list-size': 'A list may have at most {limit} values; use a code table.',
  'rule-between': 'between takes a list of two: the lowest and the highest value, both included.',
  'rule-share': 'A share is a whole number of per mille, 0 to 1000.',
  'rule-table': 'Expected the name of a code table.',
  'rule-match': 'match names, for each column of the table, a field that holds a code.',
  'rule-where': 'where gives, for each column of the table, a text or a list of texts.',
} as const satisfies Record<string, string>
