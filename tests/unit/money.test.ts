import { describe, expect, it } from 'vitest'
import { addMoney, compareMoney, currencyExponent, decimalText, moneyOf, parseMoney, scaledInteger, type DecimalConvention } from '../../shared/domain/money.ts'

describe('amounts from texts', () => {
  it.each<[string, string | null, DecimalConvention, number | null, number]>([
    ['38.00', 'EUR', 'point', 3800, 2],
    ['38', 'EUR', 'point', 3800, 2],
    ['38.5', 'EUR', 'point', 3850, 2],
    ['38,50', 'EUR', 'comma', 3850, 2],
    ['38,50', 'EUR', 'either', 3850, 2],
    ['1,234.50', 'EUR', 'point', 123_450, 2],
    ['1.234,50', 'EUR', 'comma', 123_450, 2],
    ['1.234,50', 'EUR', 'either', 123_450, 2],
    ['1,234.50', 'EUR', 'either', 123_450, 2],
    ['1.234', 'EUR', 'comma', 123_400, 2],
    ['1.234', 'EUR', 'point', 123, 2],
    ['1,234', 'EUR', 'point', 123_400, 2],
    ['12.345.678', 'EUR', 'comma', 1_234_567_800, 2],
    ["1'234.50", 'CHF', 'point', 123_450, 2],
    ['1 234,50', 'EUR', 'comma', 123_450, 2],
    ['1\u202f234,50', 'EUR', 'comma', 123_450, 2],
    ['-3.10', 'EUR', 'point', -310, 2],
    ['\u22123.10', 'EUR', 'point', -310, 2],
    ['+3.10', 'EUR', 'point', 310, 2],
    ['-0', 'EUR', 'point', 0, 2],
    ['.5', 'EUR', 'point', 50, 2],
    ['5.', 'EUR', 'point', 500, 2],
    ['500', 'JPY', 'point', 500, 0],
    ['500.4', 'JPY', 'point', 500, 0],
    ['500.5', 'JPY', 'point', 501, 0],
    ['1.2345', 'KWD', 'point', 1235, 3],
    ['1.005', 'EUR', 'point', 101, 2],
    ['-1.005', 'EUR', 'point', -101, 2],
    ['38.00', null, 'point', 3800, 2],
    ['38.00', ' eur ', 'point', 3800, 2],
    ['90071992547409.91', 'EUR', 'point', 9_007_199_254_740_991, 2],
    ['90071992547409.92', 'EUR', 'point', null, 2],
    ['1.2.3', 'EUR', 'point', null, 2],
    ['1,23.4', 'EUR', 'point', null, 2],
    ['38.00', 'EUR', 'comma', null, 2],
    ['1,2,3', 'EUR', 'comma', null, 2],
    ['', 'EUR', 'point', null, 2],
    ['.', 'EUR', 'point', null, 2],
    ['-', 'EUR', 'point', null, 2],
    ['--1', 'EUR', 'point', null, 2],
    ['1-', 'EUR', 'point', null, 2],
    ['12 EUR', 'EUR', 'point', null, 2],
    ['1e3', 'EUR', 'point', null, 2],
    ['Infinity', 'EUR', 'point', null, 2],
    ['١٢', 'EUR', 'point', null, 2],
  ])('%j %s by %s is %s', (text, currency, decimal, minor, exponent) => {
    expect(parseMoney(text, currency, decimal)).toEqual({ text, currency: currency?.trim().toUpperCase() ?? null, minor, exponent })
  })

  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['BHD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['MGA', 2],
    ['XXX', 2],
  ])('%s has exponent %i', (currency, exponent) => expect(currencyExponent(currency)).toBe(exponent))
})

describe('arithmetic', () => {
  it.each([
    [0, 2, '0.00'],
    [5, 2, '0.05'],
    [-5, 2, '-0.05'],
    [3800, 2, '38.00'],
    [-123, 0, '-123'],
    [1, 3, '0.001'],
    [0, 0, '0'],
  ])('%i by %i is %s', (minor, exponent, text) => {
    expect(decimalText(minor, exponent)).toBe(text)
  })
  it('adds and compares within a currency only', () => {
    const a = parseMoney('38.00', 'EUR')
    const b = moneyOf(205, 'EUR')
    expect(addMoney(a, b)).toEqual({ text: '40.05', currency: 'EUR', minor: 4005, exponent: 2 })
    expect(compareMoney(a, b)).toBeGreaterThan(0)
    expect(compareMoney(a, a)).toBe(0)
    expect(addMoney(a, moneyOf(1, 'CHF'))).toBeNull()
    expect(compareMoney(a, parseMoney('much', 'EUR'))).toBeNull()
    expect(addMoney(moneyOf(Number.MAX_SAFE_INTEGER, 'EUR'), b)).toBeNull()
  })
  it('weights need no floating point', () => {
    expect([scaledInteger('1.005', 3), scaledInteger('0,320', 3), scaledInteger('18.7', 3), scaledInteger('8.165', 2)]).toEqual([1005, 320, 18_700, 817])
  })
})
