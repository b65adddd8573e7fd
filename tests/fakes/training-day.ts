/**
 * A small day for tests of the training office: twelve items that have come, one announcement that has not yet.
 * Three of them hold something else than was declared. The seed shifts the identifiers, so that days differ.
 */
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'
import type { SimulatedInterchange, SimulationOptions, TruthOfItem } from '../../main/simulate/office.ts'

interface Goods {
  readonly nature: string
  readonly description: string
  readonly quantity: number
  readonly value: string
  readonly bad?: true
}
const FINE: Goods = { nature: '11', description: 'Cotton T-shirt, knitted', quantity: 1, value: '38.00' }
const CHEAP: Goods = { ...FINE, value: '1.00' }
const VAGUE: Goods = { ...FINE, description: 'gift' }
const STOCK: Goods = { nature: '31', description: 'Mobile telephone with charger', quantity: 20, value: '45.00', bad: true }
const GOODS: readonly Goods[] = [FINE, CHEAP, STOCK, FINE, VAGUE, STOCK, FINE, CHEAP, STOCK, VAGUE, FINE, FINE]

const RECEPTACLE = 'FRCDGACHZRHBAUN60123001000123'

export function itemsOfDay(seed: number): readonly string[] {
  return GOODS.map((_, at) => {
    const digits = String(10_000_000 + (seed % 1_000_000) * 20 + at)
    return `RR${digits}${s10CheckDigit(digits)}FR`
  })
}

export function* smallDay({ seed, office, startsAt, hours = 1 }: SimulationOptions): Generator<SimulatedInterchange | TruthOfItem> {
  const items = itemsOfDay(seed)
  const at = startsAt + 60_000
  const stamp = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)
  yield file(`itmatt-${seed}.xml`, at, itmatt(items.slice(0, 12), seed))
  const events = items.flatMap((item, n) => [`CNI+${n + 1}+${item}'`, `STS+1+EMD'`, `DTM+334:${stamp}?+00:303'`, `LOC+175+${office}'`, `RFF+AAS:${RECEPTACLE}'`])
  const body = [`BGM+EVT+${stamp}${seed}+9'`, `DTM+137:${stamp}?+00:303'`, ...events]
  yield file(
    `emsevt-${seed}.edi`,
    at + 60_000,
    `UNB+UNOC:3+FRA01+CHA01+${stamp.slice(2, 8)}:${stamp.slice(8, 12)}+EV${seed}'\nUNH+1+EMSEVT:3:0:UP'\n${body.join('\n')}\nUNT+${body.length + 2}+1'\nUNZ+1+EV${seed}'\n`,
  )
  for (const [n, item] of items.entries()) {
    const goods = GOODS[n] ?? FINE
    yield truthOf(item, goods)
  }
  // What has not arrived when the day begins: one more announcement, in the last minute.
  yield file(`later-${seed}.xml`, startsAt + hours * 3_600_000 - 60_000, itmatt([laterItem(seed)], seed + 1))
}

export function laterItem(seed: number): string {
  const digits = String(90_000_000 + (seed % 1_000_000))
  return `RR${digits}${s10CheckDigit(digits)}FR`
}

const file = (name: string, at: number, text: string): SimulatedInterchange => ({ kind: 'interchange', name, at, bytes: new TextEncoder().encode(text), type: null, faults: [] })

function itmatt(items: readonly string[], reference: number): string {
  const parts = items.map((id, n) => {
    const { nature, description, quantity, value } = GOODS[n] ?? FINE
    return `<MailItem><ItemId>${id}</ItemId><PostingDate>2026-11-20</PostingDate><MailClass>U</MailClass><MailCategory>A</MailCategory><OriginOperator>FRA</OriginOperator><DestinationOperator>CHA</DestinationOperator><Dispatch>${RECEPTACLE.slice(0, 20)}</Dispatch><Receptacle>${RECEPTACLE}</Receptacle><Nature>${nature}</Nature><GrossWeight unit="kg">0.900</GrossWeight><Sender><Name>Marie Durand</Name><Street>12 rue des Tanneurs</Street><City>Lille</City><PostalCode>59000</PostalCode><Country>FR</Country></Sender><Addressee><Name>Jürg Aebischer</Name><Street>Seestrasse 41</Street><City>Zürich</City><PostalCode>8002</PostalCode><Country>CH</Country></Addressee><ContentPiece number="1"><Description>${description}</Description><Quantity>${quantity}</Quantity><NetWeight unit="kg">0.700</NetWeight><Value currency="EUR">${value}</Value><HSCode>610910</HSCode><OriginCountry>FR</OriginCountry></ContentPiece></MailItem>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ITMATT version="1.5.0"><Header><Sender>FRA01</Sender><Recipient>CHA01</Recipient><Reference>IA${reference}</Reference><Prepared>2026-11-21T18:02:11Z</Prepared></Header>${parts.join('\n')}</ITMATT>\n`
}

const truthOf = (item: string, { description, quantity, value, bad }: Goods): TruthOfItem => ({
  kind: 'truth',
  item,
  dispatch: RECEPTACLE.slice(0, 20),
  receptacle: RECEPTACLE,
  foundIn: RECEPTACLE,
  announced: true,
  declared: true,
  contents: [
    bad === true
      ? { description: 'Mobile telephones, counterfeit', quantity: 20, netWeightG: 3000, value: '4200.00', currency: 'EUR', hs: '851713', origin: 'CN' }
      : { description, quantity, netWeightG: 700, value, currency: 'EUR', hs: '610910', origin: 'FR' },
  ],
  faults: [],
  risk: bad === true ? 'counterfeit' : 'none',
  signs: [],
  right: bad === true ? 'examine' : 'release',
  ends: bad === true ? 'detain' : 'release',
  arrivesAt: 0,
})
