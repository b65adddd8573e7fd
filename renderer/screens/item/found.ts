/** What was found in a piece, as typed, and as the command takes it: only the fields that were filled in. */
export const FOUND_FIELDS = ['description', 'quantity', 'netWeightKg', 'value', 'currency', 'hs', 'origin'] as const
export type FoundField = (typeof FOUND_FIELDS)[number]
export type FoundAnswers = Readonly<Record<FoundField, string>>
export const NOTHING_FOUND: FoundAnswers = { description: '', quantity: '', netWeightKg: '', value: '', currency: '', hs: '', origin: '' }

const NUMBERS: ReadonlySet<FoundField> = new Set(['quantity', 'netWeightKg', 'value'])
const NUMBER = /^\d{1,15}(\.\d{1,4})?$/
const point = (text: string) => text.trim().replace(',', '.')

/** `piece field` of what cannot be meant. */
export function wrongFound(found: Readonly<Record<number, FoundAnswers>>): ReadonlySet<string> {
  const wrong = new Set<string>()
  for (const [piece, answers] of Object.entries(found))
    for (const field of FOUND_FIELDS) {
      const text = answers[field].trim()
      if (text === '') continue
      if (NUMBERS.has(field) && !NUMBER.test(point(text))) wrong.add(`${piece} ${field}`)
      if (field === 'currency' && !/^[a-z]{3}$/i.test(text)) wrong.add(`${piece} ${field}`)
    }
  return wrong
}

export function foundArgs(found: Readonly<Record<number, FoundAnswers>>): Record<string, unknown>[] {
  return Object.entries(found).flatMap(([piece, answers]) => {
    const args: Record<string, unknown> = {}
    for (const field of FOUND_FIELDS) {
      const text = answers[field].trim()
      if (text === '') continue
      args[field] =
        field === 'quantity' || field === 'netWeightKg'
          ? Number(point(text))
          : field === 'value'
            ? point(text)
            : field === 'currency' || field === 'origin'
              ? text.toUpperCase()
              : text
    }
    return Object.keys(args).length === 0 ? [] : [{ piece: Number(piece), ...args }]
  })
}
