/**
 * What was odd about a message or an item: `finding.<code>`. Plain `{name}` placeholders only (see say.ts).
 * A finding says what was found and what would have been right; its place stands beside it.
 */
export const findingsEn = {
  // identifiers
  's10-length': '{identifier} has {length} characters; an item identifier has {expected}.',
  's10-shape': '{identifier} is no item identifier: two letters, nine digits, two letters.',
  's10-check-digit': 'The check digit of {identifier} is {found}; it should be {expected}.',
  's10-reserved': '{identifier} begins with {letter}, a letter that is never assigned.',
  's10-country-unknown': '{identifier} ends with {country}, which is no country.',
  'dispatch-length': '{identifier} has {length} characters; a dispatch identifier has {expected}.',
  'dispatch-shape': '{identifier} does not have the shape of a dispatch identifier.',
  'dispatch-country-unknown': '{identifier} names {country}, which is no country.',
  'receptacle-length': '{identifier} has {length} characters; a receptacle identifier has {expected}.',
  'receptacle-shape': '{identifier} does not have the shape of a receptacle identifier.',
  'receptacle-country-unknown': '{identifier} names {country}, which is no country.',

  // messages
  'identifier-written': 'Written “{text}”; read as {identifier}.',
  'no-identifier': 'A {group} without an identifier; it was left out.',
  'no-event-code': 'An event without its code; it was left out.',
  'receptacle-of-other-dispatch': 'The identifier {receptacle} belongs to a dispatch other than {dispatch}, in which it was announced.',
  'repeated-part': '{field} was given twice; “{text}” was not taken.',
  'time-assumed': 'A time without a zone ({text}) was read as local time of the office where it happened; {count} in this message.',
  'function-unknown': 'Message function “{text}” is not known; the message was read as an original. Found {count} times.',
  'code-unknown': '“{text}” is not in the code list for {field}. Found {count} times.',
  'office-unknown': 'Office {office} is not on the local list. Found {count} times.',
  'more-findings': '{count} more findings were not kept.',

  // quality of an item
  'content-missing': 'The declaration lists no content.',
  'description-missing': 'A content piece has no description.',
  'description-vague': '“{description}” alone does not describe the goods.',
  'quantity-missing': 'No quantity is declared.',
  'quantity-zero': 'The declared quantity is zero.',
  'value-missing': 'No value is declared, or it is no number.',
  'value-0-or-1': 'The declared value is {value} {currency}.',
  'hs-missing': 'Commercial goods without an HS code.',
  'hs-malformed': '“{hs}” can be no HS code: 6 to 10 digits, in a chapter that exists.',
  'net-weight-missing': 'No net weight is declared.',
  'gross-weight-missing': 'No gross weight is declared.',
  'net-above-gross': 'The pieces weigh {netKg} kg net, the whole item {grossKg} kg gross.',
  'currencies-differ': 'Values in several currencies: {currencies}.',
  'gift-to-firm': 'Declared as a gift, but addressed to a firm: {firm}.',
  'gift-in-quantity': 'Declared as a gift, but {quantity} of one kind: “{description}”.',
  'gift-with-invoice': 'Declared as a gift, but with an invoice: {number}.',
  'sender-missing': 'No sender is declared.',
  'sender-name-missing': 'The sender has no name.',
  'sender-street-missing': 'The sender’s address has no street.',
  'sender-city-missing': 'The sender’s address has no town.',
  'sender-country-missing': 'The sender’s address has no country.',
  'addressee-missing': 'No addressee is declared.',
  'addressee-name-missing': 'The addressee has no name.',
  'addressee-street-missing': 'The addressee’s address has no street.',
  'addressee-city-missing': 'The addressee’s address has no town.',
  'sender-name-empty': '“{text}” is no name of a sender.',
  'sender-street-empty': '“{text}” is no street of a sender.',
  'sender-city-empty': '“{text}” is no town of a sender.',
  'addressee-name-empty': '“{text}” is no name of an addressee.',
  'addressee-street-empty': '“{text}” is no street of an addressee.',
  'addressee-city-empty': '“{text}” is no town of an addressee.',
  'origin-operator-differs': 'The item’s number is of {country}, the declared operator of origin is {operator}.',
  's10-class-differs': 'The item’s number ({service}) is of class {expected}; declared is class {declared}.',
  'dispatch-class-differs': 'An item of class {class} in a dispatch of class {dispatchClass} ({dispatch}).',
  'posted-after-prepared': 'Posted on {posted}, after the declaration was prepared ({prepared}).',
} as const satisfies Record<string, string>

export type FindingCode = keyof typeof findingsEn
