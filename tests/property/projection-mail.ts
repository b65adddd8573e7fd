/** Messages of the post in their real syntaxes, from what they say: small, for stores that are made by the hundred. */

export const ITEMS = ['RR473124829FR', 'LX806576725FR', 'CP473124829FR', 'RR123456785CN'] as const
export const DISPATCHES = ['FRCDGACHZRHBAUN60123', 'CNBJSACHZRHBACN60007'] as const
export const BAGS = ['FRCDGACHZRHBAUN60123001000123', 'FRCDGACHZRHBAUN60123002100064', 'CNBJSACHZRHBACN60007001000080'] as const

export type Fn = 9 | 5 | 1
const FUNCTION: Readonly<Record<Fn, string>> = { 9: 'original', 5: 'replace', 1: 'cancel' }

/** `CCYYMMDDHHMM` with `+00`, as 303. */
const edifact303 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace(/[-T:]/g, '')}?+00`
const edifact203 = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace(/[-T:]/g, '')

export interface Predes {
  readonly kind: 'predes'
  readonly sender: string
  readonly dispatch: string
  readonly fn: Fn
  readonly prepared: number | null
  readonly bags: readonly { readonly bag: string; readonly items: readonly string[] }[]
}
export interface Resdes {
  readonly kind: 'resdes'
  readonly sender: string
  readonly dispatch: string
  readonly fn: Fn
  readonly prepared: number | null
  readonly bags: readonly { readonly bag: string; readonly status: 'R' | 'M' | 'E' | 'D' }[]
}
export interface Emsevt {
  readonly kind: 'emsevt'
  readonly sender: string
  readonly reference: string | null
  readonly fn: Fn
  readonly prepared: number | null
  readonly events: readonly { readonly item: string; readonly code: string; readonly at: number; readonly bag: string | null }[]
}
export interface DeclaredItem {
  readonly item: string
  readonly dispatch: string | null
  readonly bag: string | null
  readonly nature: string
  readonly sender: string
  readonly pieces: readonly { readonly description: string; readonly value: string; readonly currency: string }[]
}
export interface Itmatt {
  readonly kind: 'itmatt' | 'cusitm'
  readonly sender: string
  readonly reference: string | null
  readonly fn: Fn
  readonly prepared: number | null
  readonly items: readonly DeclaredItem[]
}
export interface Manifest {
  readonly kind: 'manifest'
  readonly name: string
  readonly items: readonly DeclaredItem[]
}
export type EdifactMessage = Predes | Resdes | Emsevt
export type Message = EdifactMessage | Itmatt | Manifest

function segments(message: EdifactMessage): string[] {
  const prepared = message.prepared === null ? [] : [message.kind === 'predes' ? `DTM+137:${edifact203(message.prepared)}:203` : `DTM+137:${edifact303(message.prepared)}:303`]
  switch (message.kind) {
    case 'predes':
      return [
        `BGM+PRE+${message.dispatch}+${message.fn}`,
        ...prepared,
        ...message.bags.flatMap(({ bag, items }, n) => [
          `GID+${n + 1}+1:BG`,
          `PCI++${bag}`,
          'MEA+WT+G+KGM:12.3',
          `QTY+52:${items.length}`,
          ...(items.length === 0 ? [] : [`GIN+BN+${items.join('+')}`]),
        ]),
      ]
    case 'resdes':
      return [
        `BGM+RES+${message.dispatch}+${message.fn}`,
        ...prepared,
        `DTM+132:${edifact303(message.prepared ?? 0)}:303`,
        ...message.bags.flatMap(({ bag, status }, n) => [`GID+${n + 1}+1:BG`, `PCI++${bag}`, `STS+2+${status}`]),
      ]
    case 'emsevt':
      return [
        `BGM+EVT+${message.reference ?? ''}+${message.fn}`,
        ...prepared,
        ...message.events.flatMap(({ item, code, at, bag }, n) => [
          `CNI+${n + 1}+${item}`,
          `STS+1+${code}`,
          `DTM+334:${edifact303(at)}:303`,
          'LOC+175+CHZRHB',
          ...(bag === null ? [] : [`RFF+AAS:${bag}`]),
        ]),
      ]
  }
}

const TYPE = { predes: 'PREDES:2:1:UP', resdes: 'RESDES:1:1:UP', emsevt: 'EMSEVT:3:0:UP' } as const

/** One interchange of messages of one sender. `control` makes its bytes differ from those of another with the same messages. */
export function edifact(messages: readonly EdifactMessage[], control = '1'): string {
  const sender = messages[0]?.sender ?? 'FRA01'
  const body = messages.flatMap((message, n) => {
    const inside = segments(message)
    return [`UNH+${n + 1}+${TYPE[message.kind]}`, ...inside, `UNT+${inside.length + 2}+${n + 1}`]
  })
  return ['UNA:+.? ', `UNB+UNOC:3+${sender}+CHA01+261122:0715+${control}`, ...body, `UNZ+${messages.length}+${control}`, ''].join("'\n")
}

const declared = ({ item, dispatch, bag, nature, sender, pieces }: DeclaredItem): string =>
  `<MailItem><ItemId>${item}</ItemId>${dispatch === null ? '' : `<Dispatch>${dispatch}</Dispatch>`}${bag === null ? '' : `<Receptacle>${bag}</Receptacle>`}<Nature>${nature}</Nature><GrossWeight unit="kg">0.450</GrossWeight>` +
  `<Sender><Name>${sender}</Name><City>Lyon</City><Country>FR</Country></Sender>${pieces
    .map(
      ({ description, value, currency }, n) =>
        `<ContentPiece number="${n + 1}"><Description>${description}</Description><Quantity>1</Quantity><NetWeight unit="kg">0.200</NetWeight><Value currency="${currency}">${value}</Value></ContentPiece>`,
    )
    .join('')}</MailItem>`

export function xml({ kind, sender, reference, fn, prepared, items }: Itmatt): string {
  const root = kind.toUpperCase()
  return (
    `<${root} version="1.5.0"><Header><Sender>${sender}</Sender><Recipient>CHA01</Recipient>${reference === null ? '' : `<Reference>${reference}</Reference>`}` +
    `${prepared === null ? '' : `<Prepared>${new Date(prepared).toISOString()}</Prepared>`}<Function>${FUNCTION[fn]}</Function></Header>${items.map(declared).join('')}</${root}>`
  )
}

export function csv({ items }: Manifest): string {
  const rows = items.flatMap(({ item, dispatch, bag, nature, sender, pieces }) =>
    pieces.map(({ description, value, currency }, n) => [item, dispatch ?? '', bag ?? '', nature, sender, String(n + 1), description, '1', value, currency].join(';')),
  )
  return `Item;Dispatch;Receptacle;Nature;Sender;Piece;Description;Quantity;Value;Currency\n${rows.join('\n')}\n`
}

/** The bytes of a message that stands alone in its interchange. */
export function alone(message: Message, control = '1'): string {
  switch (message.kind) {
    case 'manifest':
      return csv(message)
    case 'itmatt':
    case 'cusitm':
      return xml(message)
    default:
      return edifact([message], control)
  }
}
