import { describe, expect, it } from 'vitest'
import { BUILT_IN_TABLES, mergeTables } from '../../../shared/domain/code-tables.ts'
import type { ContentPiece, Declaration } from '../../../shared/domain/records.ts'
import { declarationOf, holds, money, party, subject } from './subjects.ts'

type Case = [when: unknown, holds: boolean, parts?: Partial<Declaration>, ...pieces: Partial<ContentPiece>[]]

const declared = (parts: Partial<Declaration> = {}, ...pieces: Partial<ContentPiece>[]) => subject({ declaration: declarationOf(parts, ...pieces) })
const title = (cases: Case[]): [title: string, ...Case][] => cases.map((one) => [`${JSON.stringify(one[0])} on ${JSON.stringify(one.slice(2))}: ${one[1]}`, ...one])
const check = (cases: Case[]) =>
  it.each(title(cases))('%s', (_title, when, expected, parts, ...pieces) => {
    expect(holds(when, declared(parts, ...pieces))).toBe(expected)
  })

describe('a text is compared without case, diacritics and repeated blanks', () => {
  const street = { field: 'sender.street' }
  const at = (text: string | null) => ({ sender: party({ street: text }) })
  check([
    [{ ...street, op: 'is', value: 'rue de l’ÉTÉ' }, true, at('Rue  de l’été')],
    [{ ...street, op: 'is', value: 'rue de l’été' }, false, at('Rue de l’été 5')],
    [{ ...street, op: 'isNot', value: 'x' }, true, at('y')],
    [{ ...street, op: 'isNot', value: 'x' }, true, at(null)],
    [{ ...street, op: 'in', value: ['Straße', 'Gasse'] }, true, at('STRASSE')],
    [{ ...street, op: 'notIn', value: ['Straße', 'Gasse'] }, false, at('gasse')],
    [{ ...street, op: 'notIn', value: ['Straße'] }, true, at(null)],
    [{ ...street, op: 'startsWith', value: 'østre' }, true, at('Ostre gate')],
    [{ ...street, op: 'startsWith', value: 'gate' }, false, at('Ostre gate')],
    [{ ...street, op: 'contains', value: 'RE GA' }, true, at('Ostre gate')],
    [{ ...street, op: 'contains', value: 'x' }, false, at(null)],
    [{ ...street, op: 'present' }, true, at('a')],
    [{ ...street, op: 'present' }, false, at('  ')],
    [{ ...street, op: 'missing' }, true, at(' \u00a0')],
    [{ ...street, op: 'missing' }, true, { sender: null }],
  ])
})

describe('word finds whole words and phrases', () => {
  const word = (value: unknown) => ({ field: 'piece.description', op: 'word', value })
  check([
    [word('gun'), true, {}, { description: 'A GUN, black' }],
    [word('gun'), true, {}, { description: '𝐆𝐔𝐍' }],
    [word('gun'), true, {}, { description: 'ＧＵＮ' }],
    [word('gun'), true, {}, { description: 'g\u00adu\u200bn' }],
    [word('gun'), false, {}, { description: 'burgundy scarf' }],
    [word('gun'), false, {}, { description: 'guns' }],
    [word('épée'), true, {}, { description: 'Epee of steel' }],
    [word(['x', 'brass knuckles']), true, {}, { description: 'two brass-knuckles' }],
    [word('brass knuckles'), false, {}, { description: 'knuckles of brass' }],
    [word('象牙'), true, {}, { description: '古董象牙雕刻' }],
    [word('gun'), true, {}, {}, { description: 'gun' }],
    [word('gun'), false, {}, { description: null }],
    [word('.*'), false, {}, { description: 'anything' }],
    [word({ table: 'watch-words' }), true, {}, { description: 'carved ivory tusk' }],
    [word({ table: 'watch-words' }), true, {}, { description: 'statuette en ivoire' }],
    [word({ table: 'watch-words' }), false, {}, { description: 'ivory dress' }],
    [word({ table: 'watch-words' }), true, {}, { description: 'ivory dress, ivory tusk' }],
    [word({ table: 'watch-words', where: { lane: ['', 'red'] } }), false, {}, { description: 'kitchen knife' }],
    [word({ table: 'no-such-table' }), false, {}, { description: 'ivory' }],
  ])
})

describe('vague: a term of the list and nothing else', () => {
  const vague = { field: 'piece.description', op: 'vague' }
  check([
    [vague, true, {}, { description: 'gift' }],
    [vague, true, {}, { description: '  GIFTS! ' }],
    [vague, true, {}, { description: 'n/a' }],
    [vague, true, {}, { description: 'Auto-parts' }],
    [vague, true, {}, { description: 'vêtements' }],
    [vague, true, {}, { description: 'VETEMENTS' }],
    [vague, false, {}, { description: 'gift wrapping paper' }],
    [vague, false, {}, { description: 'clothes pegs of beech wood' }],
    [vague, false, {}, { description: '' }],
    [vague, false, {}, { description: null }],
    [vague, false, {}, { description: '…' }],
    [vague, true, {}, {}, { description: 'parts' }],
  ])
})

describe('codes are compared in upper case', () => {
  check([
    [{ field: 'nature', op: 'is', value: '11' }, true],
    [{ field: 'nature', op: 'in', value: { table: 'nature', where: { commercial: 'yes' } } }, true, { nature: '32' }],
    [{ field: 'nature', op: 'in', value: { table: 'nature', where: { commercial: 'yes' } } }, false, { nature: '31' }],
    [{ field: 'nature', op: 'notIn', value: { table: 'nature' } }, true, { nature: '47' }],
    [{ field: 'handlingClass', op: 'is', value: 'rg' }, true, { handlingClass: 'RG' }],
    [{ field: 'sender.country', op: 'is', value: 'fr' }, true],
    [{ field: 'piece.hs', op: 'startsWith', value: '6109' }, true],
    [{ field: 'piece.hs', op: 'startsWith', value: '610910' }, true, {}, { hs: '6109.10.00' }],
    [{ field: 'piece.hs', op: 'missing' }, true, {}, {}, { hs: ' ' }],
    [{ field: 's10.country', op: 'is', value: 'FR' }, true],
    [{ field: 's10.service', op: 'is', value: 'CP' }, true],
    [{ field: 's10.family', op: 'is', value: 'parcel' }, true],
    [{ field: 'class', op: 'is', value: 'C' }, true],
    [{ field: 'originOffice', op: 'is', value: 'FRCDGA' }, true],
    [
      { field: 'document.type', op: 'is', value: 'invoice' },
      true,
      {
        documents: [
          { type: 'licence', number: null },
          { type: 'invoice', number: '7' },
        ],
      },
    ],
    [{ field: 'document.type', op: 'is', value: 'invoice' }, false],
    [{ field: 'referral.code', op: 'is', value: 'DNL' }, true, { referrals: [{ code: 'DNL', at: null, answered: true }] }],
  ])
})

describe('numbers, and what is absent is no number', () => {
  const gross = (grossWeightG: number | null) => ({ grossWeightG })
  check([
    [{ field: 'grossWeightG', op: 'is', value: 0 }, true, gross(0)],
    [{ field: 'grossWeightG', op: 'is', value: 0 }, false, gross(null)],
    [{ field: 'grossWeightG', op: 'isNot', value: 0 }, true, gross(null)],
    [{ field: 'grossWeightG', op: 'in', value: [1, 2] }, true, gross(2)],
    [{ field: 'grossWeightG', op: 'notIn', value: [1, 2] }, true, gross(3)],
    [{ field: 'grossWeightG', op: 'lt', value: 2 }, true, gross(1)],
    [{ field: 'grossWeightG', op: 'lt', value: 2 }, false, gross(null)],
    [{ field: 'grossWeightG', op: 'lte', value: 2 }, true, gross(2)],
    [{ field: 'grossWeightG', op: 'gt', value: 2 }, false, gross(2)],
    [{ field: 'grossWeightG', op: 'gte', value: 2 }, true, gross(2)],
    [{ field: 'grossWeightG', op: 'between', value: [1, 3] }, true, gross(3)],
    [{ field: 'grossWeightG', op: 'between', value: [1, 3] }, false, gross(4)],
    [{ field: 'grossWeightG', op: 'between', value: [1, 3] }, false, gross(null)],
    [{ field: 'grossWeightG', op: 'missing' }, true, gross(null)],
    [{ field: 'grossWeightG', op: 'present' }, true, gross(0)],
    [{ field: 'pieceCount', op: 'is', value: 2 }, true, {}, {}, {}],
    [{ field: 'totalQuantity', op: 'is', value: 5 }, true, {}, { quantity: 2 }, { quantity: 3 }],
    [{ field: 'netWeightG', op: 'is', value: 300 }, true, {}, {}, { netWeightG: null }],
    [{ field: 'documents', op: 'is', value: 0 }, true],
    [{ field: 'referrals.open', op: 'gte', value: 1 }, true, { referrals: [{ code: 'RFI', at: null, answered: false }] }],
    [{ field: 'referrals.open', op: 'gte', value: 1 }, false, { referrals: [{ code: 'RFI', at: null, answered: true }] }],
  ])
})

describe('money is compared exactly, and only with its own currency where the rule names one', () => {
  const value = (op: string, operand: unknown) => ({ field: 'piece.value', op, value: operand })
  const at = (text: string, currency: string | null = 'EUR') => [{}, { value: money(text, currency) }] as const
  check([
    [value('is', 1), true, ...at('1')],
    [value('is', 1), true, ...at('1.00')],
    [value('is', 1), true, ...at('1.000', 'KWD')],
    [value('is', '1.00'), true, ...at('1', 'JPY')],
    [value('is', 1), false, ...at('1.01')],
    [value('in', [0, 1]), true, ...at('0.00')],
    [value('gt', { amount: '150', currency: 'EUR' }), true, ...at('150.01')],
    [value('gt', { amount: '150', currency: 'EUR' }), false, ...at('150.00')],
    [value('gt', { amount: '150', currency: 'EUR' }), false, ...at('1000', 'JPY')],
    [value('gt', { amount: 150, currency: 'EUR' }), false, ...at('1000', null)],
    [value('between', ['0.5', '0.7']), true, ...at('0.55')],
    [value('lt', '0.5'), true, ...at('0', 'JPY')],
    [value('lt', 5), false, ...at('abc')],
    [value('isNot', 5), true, ...at('abc')],
    [{ field: 'piece.value', op: 'missing' }, true, ...at('abc')],
    [{ field: 'piece.value', op: 'present' }, true, ...at('0')],
    [{ field: 'totalValue', op: 'is', value: { amount: '40.50', currency: 'EUR' } }, true, {}, { value: money('38.00') }, { value: money('2.5') }],
    [{ field: 'totalValue', op: 'missing' }, true, {}, { value: money('38.00') }, { value: money('2.50', 'USD') }],
    [{ field: 'totalValue', op: 'missing' }, true, {}, { value: money('38.00') }, { value: null }],
    [{ field: 'insuredValue', op: 'gte', value: { amount: 100, currency: 'EUR' } }, true, { insuredValue: money('120.00') }],
  ])
})

describe('dates and yes or no', () => {
  const posted = (postingDate: string | null) => ({ postingDate })
  check([
    [{ field: 'postingDate', op: 'lt', value: '2026-11-20' }, true, posted('2026-11-19')],
    [{ field: 'postingDate', op: 'lt', value: '2026-11-20' }, false, posted('2026-11-20')],
    [{ field: 'postingDate', op: 'between', value: ['2026-11-01', '2026-11-20'] }, true, posted('2026-11-20')],
    [{ field: 'postingDate', op: 'gte', value: '2026-11-20' }, false, posted(null)],
    [{ field: 'postingDate', op: 'lt', value: '2026-11-20' }, false, posted('yesterday')],
    [{ field: 'postingDate', op: 'missing' }, true, posted(null)],
    [{ field: 'declared', op: 'is', value: true }, true],
    [{ field: 'announced', op: 'isNot', value: true }, false],
  ])
})

describe('pieces', () => {
  const light = { description: 'power bank', netWeightG: 300 }
  const heavy = { description: 'cast-iron pan', netWeightG: 6000 }
  const battery = { field: 'piece.description', op: 'word', value: 'power bank' }
  const over = { field: 'piece.netWeightG', op: 'gt', value: 5000 }
  check([
    // Side by side, each test looks for a piece of its own …
    [{ all: [battery, over] }, true, {}, light, heavy],
    // … within onePiece both must hold for the same one.
    [{ onePiece: { all: [battery, over] } }, false, {}, light, heavy],
    [{ onePiece: { all: [battery, over] } }, true, {}, light, { ...light, netWeightG: 5001 }],
    [{ onePiece: { not: battery } }, true, {}, light, heavy],
    [{ not: battery }, false, {}, light, heavy],
    [{ onePiece: { all: [battery, { field: 'nature', op: 'is', value: '11' }] } }, true, {}, light],
    [{ onePiece: { onePiece: over } }, true, {}, light, heavy],
    // isNot on pieces: there is one that is not.
    [{ field: 'piece.origin', op: 'isNot', value: 'PT' }, true, {}, { origin: 'PT' }, { origin: 'CN' }],
    [{ not: { field: 'piece.origin', op: 'is', value: 'PT' } }, false, {}, { origin: 'PT' }, { origin: 'CN' }],
  ])

  it('nothing about pieces holds for an item without a declaration, and its declared fields are missing', () => {
    const undeclared = subject({ declaration: null })
    expect(holds({ field: 'piece.hs', op: 'missing' }, undeclared)).toBe(false)
    expect(holds({ onePiece: { field: 'declared', op: 'is', value: false } }, undeclared)).toBe(false)
    expect(holds({ field: 'nature', op: 'missing' }, undeclared)).toBe(true)
  })
})

describe('inTable: the item matches a row of a code table', () => {
  const when = { inTable: 'watched-origins', match: { country: 'originCountry', class: 'class' }, where: { lane: 'orange' } }
  const row = (code: string, extra: Record<string, string>) => ({ kind: 'set', table: 'watched-origins', code, label: code, labels: {}, extra }) as const
  it.each([
    ['country and class', { country: 'FR', class: 'C', lane: 'orange' }, true],
    ['in lower case', { country: 'fr', class: 'c', lane: 'orange' }, true],
    ['country, any class', { country: 'FR', lane: 'orange' }, true],
    ['any country, class', { country: '', class: 'C', lane: 'orange' }, true],
    ['another class', { country: 'FR', class: 'E', lane: 'orange' }, false],
    ['another country', { country: 'DE', class: 'C', lane: 'orange' }, false],
    ['another lane', { country: 'FR', class: 'C', lane: 'red' }, false],
    ['neither country nor class: an empty row is a slip, not everything', { country: '', lane: 'orange' }, false],
  ])('%s', (_title, extra, expected) => {
    expect(holds(when, subject(), mergeTables(BUILT_IN_TABLES, [row('one', extra)]))).toBe(expected)
  })

  it('an inactive row matches nothing', () => {
    const tables = mergeTables(BUILT_IN_TABLES, [row('one', { country: 'FR', lane: 'orange' }), { kind: 'remove', table: 'watched-origins', code: 'one' }])
    expect(holds(when, subject(), tables)).toBe(false)
  })

  it('asks pieces too: the same row for the same piece', () => {
    const watched = { inTable: 'watched-goods', match: { hs: 'piece.hs', origin: 'piece.origin' } }
    const tables = mergeTables(BUILT_IN_TABLES, [{ kind: 'set', table: 'watched-goods', code: 'a', label: 'a', labels: {}, extra: { hs: '610910', origin: 'CN' } }])
    expect(holds(watched, declared({}, { hs: '610910', origin: 'PT' }, { hs: '420330', origin: 'CN' }), tables)).toBe(false)
    expect(holds(watched, declared({}, { hs: '420330', origin: 'PT' }, { hs: '610910', origin: 'CN' }), tables)).toBe(true)
  })
})
