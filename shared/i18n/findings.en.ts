/**
 * What was odd about a message or an item: `finding.<code>`. Plain `{name}` placeholders only (see say.ts).
 * A finding says what was found and what would have been right; its place stands beside it.
 */
export const findingsEn = {
  's10-length': '{identifier} has {length} characters; an item identifier has {expected}.',
  's10-shape': '{identifier} is no item identifier: two letters, nine digits, two letters.',
  's10-check-digit': 'The check digit of {identifier} is {found}; it should be {expected}.',
  's10-reserved': '{identifier} begins with {letter}, a letter that is never assigned.',
  's10-country-unknown': '{identifier} ends with {country}, which is no country.',
  'dispatch-length': '{identifier} has {length} characters; a dispatch identifier has {expected}.',
  'dispatch-shape': '{identifier} has not the shape of a dispatch identifier.',
  'dispatch-country-unknown': '{identifier} names {country}, which is no country.',
  'receptacle-length': '{identifier} has {length} characters; a receptacle identifier has {expected}.',
  'receptacle-shape': '{identifier} has not the shape of a receptacle identifier.',
  'receptacle-country-unknown': '{identifier} names {country}, which is no country.',
} as const satisfies Record<string, string>

export type FindingCode = keyof typeof findingsEn
