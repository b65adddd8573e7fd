import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { faults, fixture, only, read, readByteByByte } from './reading.ts'

const utc = (text: string): number => Date.parse(text)

describe('the day of one small dispatch', () => {
  it('PREDES announces a dispatch, its receptacles and their items', () => {
    const bytes = fixture('predes.edi')
    const { end, records, findings } = only(read(bytes))
    expect(faults(findings)).toEqual([])
    expect(end).toEqual({
      head: {
        type: 'PREDES',
        version: '2.1',
        sender: 'FRA01',
        recipient: 'CHA01',
        reference: 'FRCDGACHZRHBAUN60123',
        function: 'original',
        prepared: { ms: utc('2026-11-22T06:00:00Z'), text: '202611220700', assumed: true },
      },
      outcome: 'complete',
      map: 'predes-2.1',
      from: 55,
      to: 519,
      digest: createHash('sha256').update(bytes.subarray(55, 519)).digest('hex'),
    })
    expect(bytes.subarray(55, 519).toString()).toMatch(/^UNH\+1[^]*UNT\+24\+1'$/)
    expect(records.filter((record) => record.kind === 'dispatch')).toEqual([
      {
        kind: 'dispatch',
        dispatch: 'FRCDGACHZRHBAUN60123',
        origin: 'FRCDGA',
        destination: 'CHZRHB',
        category: 'A',
        subclass: 'UN',
        closedAt: { ms: utc('2026-11-22T05:40:00Z'), text: '202611220640', assumed: true },
        transport: [{ stage: '20', number: 'LX0633', mode: '4', carrier: 'LX', from: 'CDG', to: 'ZRH' }],
        plannedDeparture: { ms: utc('2026-11-22T08:20:00Z'), text: '202611220920', assumed: true },
        plannedArrival: { ms: utc('2026-11-22T09:45:00Z'), text: '202611221045', assumed: true },
        arrivedAt: null,
        receptacles: 2,
        items: 3,
        weightG: 18_700,
      },
    ])
    expect(records.filter((record) => record.kind === 'receptacle')).toEqual([
      {
        kind: 'receptacle',
        receptacle: 'FRCDGACHZRHBAUN60123001000123',
        dispatch: 'FRCDGACHZRHBAUN60123',
        type: 'BG',
        weightG: 12_300,
        items: 2,
        handling: 'RG',
        status: null,
        remark: null,
      },
      {
        kind: 'receptacle',
        receptacle: 'FRCDGACHZRHBAUN60123002100064',
        dispatch: 'FRCDGACHZRHBAUN60123',
        type: 'BG',
        weightG: 6400,
        items: 1,
        handling: null,
        status: null,
        remark: null,
      },
    ])
    expect(records.filter((record) => record.kind === 'item')).toEqual([
      { kind: 'item', item: 'RR473124829FR', receptacle: 'FRCDGACHZRHBAUN60123001000123', dispatch: 'FRCDGACHZRHBAUN60123' },
      { kind: 'item', item: 'LX806576725FR', receptacle: 'FRCDGACHZRHBAUN60123001000123', dispatch: 'FRCDGACHZRHBAUN60123' },
      { kind: 'item', item: 'CP473124829FR', receptacle: 'FRCDGACHZRHBAUN60123002100064', dispatch: 'FRCDGACHZRHBAUN60123' },
    ])
  })

  it('says once, with a count, that times had no zone', () => {
    expect(only(read(fixture('predes.edi'))).findings).toEqual([
      {
        code: 'time-assumed',
        severity: 'info',
        place: expect.stringMatching(/^segment \d+ \(byte \d+\)$/),
        values: { text: '202611220920', count: 4 },
        scope: 'message',
        item: null,
      },
    ])
  })

  it('ITMATT declares two items with all that they say', () => {
    const { end, records, findings } = only(read(fixture('itmatt.xml')))
    expect(findings).toEqual([])
    expect(end.head).toEqual({
      type: 'ITMATT',
      version: '1.5.0',
      sender: 'FRA01',
      recipient: 'CHA01',
      reference: 'IA000991',
      function: 'original',
      prepared: { ms: utc('2026-11-21T18:02:11Z'), text: '2026-11-21T18:02:11Z', assumed: false },
    })
    expect(records).toHaveLength(2)
    expect(records[0]).toEqual({
      kind: 'declaration',
      item: 'RR473124829FR',
      localId: null,
      postingDate: '2026-11-20',
      mailClass: 'U',
      mailCategory: 'A',
      handlingClass: 'RG',
      originOperator: 'FRA',
      destinationOperator: 'CHA',
      dispatch: 'FRCDGACHZRHBAUN60123',
      receptacle: 'FRCDGACHZRHBAUN60123001000123',
      nature: '11',
      grossWeightG: 450,
      postage: { text: '9.60', currency: 'EUR', minor: 960, exponent: 2 },
      insuredValue: { text: '120.00', currency: 'EUR', minor: 12_000, exponent: 2 },
      sender: {
        name: 'Atelier Hirondelle',
        company: null,
        street: '12 rue des Tanneurs',
        city: 'Lille',
        state: null,
        postalCode: '59000',
        country: 'FR',
        telephone: null,
        email: null,
        taxIds: [{ scheme: 'IOSS', id: 'IM2500000001' }],
      },
      addressee: {
        name: 'Jürg Aebischer',
        company: null,
        street: 'Seestrasse 41',
        city: 'Zürich',
        state: null,
        postalCode: '8002',
        country: 'CH',
        telephone: '+41 44 000 00 00',
        email: null,
        taxIds: [],
      },
      content: [
        {
          piece: 1,
          description: "Men's knitted cotton T-shirt",
          quantity: 2,
          netWeightG: 300,
          value: { text: '38.00', currency: 'EUR', minor: 3800, exponent: 2 },
          hs: '610910',
          origin: 'PT',
        },
        {
          piece: 2,
          description: 'Leather belt with metal buckle',
          quantity: 1,
          netWeightG: 120,
          value: { text: '45.00', currency: 'EUR', minor: 4500, exponent: 2 },
          hs: '420330',
          origin: 'FR',
        },
      ],
      documents: [{ type: 'invoice', number: '2026-1182' }],
      referrals: [],
      customsOffice: null,
    })
    expect(records[1]).toMatchObject({ item: 'CP473124829FR', nature: '31', content: [{ description: 'gift', quantity: 20, hs: null, origin: 'CN' }] })
  })

  it('a manifest declares the third, from two rows with a quoted line break and decimal commas', () => {
    const { end, records, findings } = only(read(fixture('manifest.csv'), { fileName: '/in/LX-2026-11-22.csv' }))
    expect(findings).toEqual([])
    expect(end.head).toMatchObject({ type: 'MANIFEST', reference: 'LX-2026-11-22', sender: null })
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      item: 'LX806576725FR',
      grossWeightG: 320,
      sender: { name: 'Nadège Caron', city: 'Reims', country: 'FR' },
      addressee: { name: 'Ana Sørensen', street: 'Rämistrasse 3', postalCode: '8001' },
      content: [
        {
          piece: 1,
          description: 'Ceramic bowl, glazed;\r\nhand made',
          quantity: 1,
          netWeightG: 250,
          value: { text: '24,50', currency: 'EUR', minor: 2450 },
          hs: '691200',
          origin: 'FR',
        },
        { piece: 2, description: 'Tea towel of linen', netWeightG: 50, value: { minor: 1200 } },
      ],
    })
  })

  it('EMSEVT tells what happened, each time in its own zone', () => {
    const { records, findings } = only(read(fixture('emsevt.edi')))
    expect(findings).toEqual([])
    expect(records).toEqual([
      {
        kind: 'event',
        item: 'RR473124829FR',
        code: 'EMD',
        at: { ms: utc('2026-11-22T10:30:00Z'), text: '202611221130+01', assumed: false },
        office: 'CHZRHB',
        receptacle: 'FRCDGACHZRHBAUN60123001000123',
        reason: null,
        remark: null,
      },
      {
        kind: 'event',
        item: 'LX806576725FR',
        code: 'EME',
        at: { ms: utc('2026-11-22T10:40:00Z'), text: '202611221140+01', assumed: false },
        office: 'CHZRHB',
        receptacle: null,
        reason: 'documents-awaited',
        remark: 'No invoice in the parcel',
      },
    ])
  })

  it.each(['predes.edi', 'emsevt.edi', 'itmatt.xml', 'manifest.csv'])('%s reads the same byte by byte', (name) => {
    expect(readByteByByte(fixture(name)).calls).toEqual(read(fixture(name)).calls)
  })
})
