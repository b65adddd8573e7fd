/** Mail for the benches: dispatches as PREDES and ITMATT in the real syntaxes, the same bytes for the same numbers. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'

const ORIGINS = ['FRCDGA', 'CNBJSA', 'USJFKA', 'DEFRAA', 'GBLONA', 'JPKWSA', 'ESMADB'] as const
const GOODS = [
  ['Cotton T-shirt, knitted', '610910'],
  ['Ceramic bowl, glazed', '691200'],
  ['USB charging cable', '854442'],
  ['Paperback book', '490199'],
  ['Leather wallet', '420231'],
  ['Phone case of silicone', '392690'],
  ['Green tea, 250 g', '090210'],
  ['Wooden toy train', '950300'],
  ['Wrist watch, quartz', '910211'],
  ['gift', ''],
  ['Vitamin tablets', '210690'],
  ['LED lamp', '853952'],
] as const
const NAMES = ['Marie Durand', 'Li Wei', 'John Carter', 'Anna Schmidt', 'Kenji Sato', 'Carmen Ruiz', 'Olga Novak', 'Sophie Martin', 'Zhang Min', 'Peter Jones'] as const
const CITIES = ['Lyon', 'Shenzhen', 'New York', 'Berlin', 'London', 'Osaka', 'Madrid', 'Lille', 'Guangzhou', 'Boston'] as const

/** A small generator of pseudo-random numbers (mulberry32), so that runs are the same everywhere. */
function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface MailFile {
  readonly name: string
  readonly text: string
}

/** Yields a PREDES and an ITMATT for each dispatch. `from` shifts the serials, so that two lots never share an item. */
export function* mail(dispatches: number, itemsEach: number, from = 0): Generator<MailFile> {
  const draw = random(20261122 + from)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T
  let serial = from
  for (let d = 0; d < dispatches; d++) {
    const origin = ORIGINS[d % ORIGINS.length] ?? 'FRCDGA'
    const country = origin.slice(0, 2)
    const dispatch = `${origin}CHZRHBAUN6${String((from + d) % 10000).padStart(4, '0')}`
    const receptacles = Math.max(1, Math.ceil(itemsEach / 100))
    const segments: string[] = []
    const items: string[] = []
    const day = String(1 + (d % 28)).padStart(2, '0')
    for (let r = 0; r < receptacles; r++) {
      const receptacle = `${dispatch}${String((r + 1) % 1000).padStart(3, '0')}000123`
      const inside: string[] = []
      for (let i = r * 100; i < Math.min(itemsEach, (r + 1) * 100); i++) {
        serial += 1
        const digits = String(serial).padStart(8, '0')
        const id = `${pick(['RR', 'LX', 'UA', 'CP', 'EE'])}${digits}${s10CheckDigit(digits)}${country}`
        inside.push(id)
        const goods = pick(GOODS)
        const grams = 50 + Math.floor(draw() * 2000)
        const pieces = draw() < 0.3 ? [goods, pick(GOODS)] : [goods]
        items.push(
          `<MailItem><ItemId>${id}</ItemId><PostingDate>2026-11-${day}</PostingDate><MailClass>U</MailClass><MailCategory>A</MailCategory><OriginOperator>${country}A</OriginOperator><DestinationOperator>CHA</DestinationOperator><Dispatch>${dispatch}</Dispatch><Receptacle>${receptacle}</Receptacle><Nature>${draw() < 0.8 ? '11' : '31'}</Nature><GrossWeight unit="kg">${(grams / 1000).toFixed(3)}</GrossWeight><Sender><Name>${pick(NAMES)}</Name><Street>${1 + Math.floor(draw() * 200)} Main Street</Street><City>${pick(CITIES)}</City><PostalCode>${10000 + Math.floor(draw() * 80000)}</PostalCode><Country>${country}</Country></Sender><Addressee><Name>${pick(NAMES)}</Name><Street>Seestrasse ${1 + Math.floor(draw() * 99)}</Street><City>Zürich</City><PostalCode>80${10 + Math.floor(draw() * 60)}</PostalCode><Country>CH</Country></Addressee>${pieces.map(([what, hs], n) => `<ContentPiece number="${n + 1}"><Description>${what}</Description><Quantity>${1 + Math.floor(draw() * 3)}</Quantity><NetWeight unit="kg">${(grams / 2500).toFixed(3)}</NetWeight><Value currency="EUR">${(1 + draw() * 90).toFixed(2)}</Value><HSCode>${hs}</HSCode><OriginCountry>${country}</OriginCountry></ContentPiece>`).join('')}</MailItem>`,
        )
      }
      segments.push(`GID+${r + 1}+1:BG'`, `PCI++${receptacle}'`, `MEA+WT+G+KGM:12.3'`, `QTY+52:${inside.length}'`)
      for (let k = 0; k < inside.length; k += 5) segments.push(`GIN+BN+${inside.slice(k, k + 5).join('+')}'`)
    }
    const body = [
      `BGM+PRE+${dispatch}+9'`,
      `DTM+137:202611${day}0700:203'`,
      `LOC+5+${origin.slice(2, 5)}'`,
      `LOC+7+ZRH'`,
      `DTM+232:202611${day}1045:203'`,
      `CNT+11:${receptacles}'`,
      `CNT+16:${itemsEach}'`,
      ...segments,
    ]
    const number = String(from + d).padStart(6, '0')
    yield {
      name: `predes-${number}.edi`,
      text: `UNA:+.? '\nUNB+UNOC:3+${country}A01+CHA01+2611${day}:0715+PD${number}'\nUNH+1+PREDES:2:1:UP'\n${body.join('\n')}\nUNT+${body.length + 2}+1'\nUNZ+1+PD${number}'\n`,
    }
    yield {
      name: `itmatt-${number}.xml`,
      text: `<?xml version="1.0" encoding="UTF-8"?>\n<ITMATT version="1.5.0"><Header><Sender>${country}A01</Sender><Recipient>CHA01</Recipient><Reference>IA${number}</Reference><Prepared>2026-11-${day}T05:02:11Z</Prepared></Header>${items.join('\n')}</ITMATT>\n`,
    }
  }
}

/** Writes the files into a folder; answers their bytes together. */
export function writeMail(folder: string, dispatches: number, itemsEach: number, from = 0): number {
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  for (const file of mail(dispatches, itemsEach, from)) {
    bytes += Buffer.byteLength(file.text)
    writeFileSync(join(folder, file.name), file.text)
  }
  return bytes
}
