import { describe, expect, it } from 'vitest'
import { canonicalJson, NotCanonical } from '../../../shared/ledger/canonical.ts'

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])

describe('canonical JSON', () => {
  it.each([
    ['sorts keys by code unit, at every level', { b: 1, a: { d: [], c: null }, é: 2, Z: 3 }, '{"Z":3,"a":{"c":null,"d":[]},"b":1,"é":2}'],
    ['sorts numeric keys as text', { 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    ['leaves undefined out', { a: undefined, b: 1 }, '{"b":1}'],
    ['prints numbers as the language does', [1, -0, 1e21, 0.1, 1e-7], '[1,0,1e+21,0.1,1e-7]'],
    ['escapes lone surrogates, keeps pairs', ['\ud800', '😀', '\udc00x'], String.raw`["\ud800","😀","\udc00x"]`],
    ['keeps a key called __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['takes records without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['takes 64 levels', deep(64), `${'['.repeat(64)}1${']'.repeat(64)}`],
  ])('%s', (_title, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([
    ['NaN', { a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined in an array', [undefined]],
    ['a function', { a: () => 1 }],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an instance of a class', new (class Thing {})()],
    ['a typed array', new Uint8Array(2)],
    ['65 levels', deep(65)],
    ['a million levels', deepIteratively(1_000_000)],
  ])('refuses %s', (_title, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical)
  })
})

function deepIteratively(levels: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = [value]
  return value
}
