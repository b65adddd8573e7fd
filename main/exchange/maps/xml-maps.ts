/** The built-in XML maps: this project's reading of the UPU messages, which are members' documents. */
import type { ElementGroup, Take, XmlMap } from './map.ts'

const HEADER = {
  at: 'Header',
  take: [
    { at: 'Sender', to: 'head.sender', as: 'text' },
    { at: 'Recipient', to: 'head.recipient', as: 'text' },
    { at: 'Reference', to: 'head.reference', as: 'text' },
    { at: 'Prepared', to: 'head.prepared', as: 'date', zone: ['head.sender'] },
    { at: 'Function', to: 'head.function', as: 'text' },
  ],
} satisfies ElementGroup

const party = (element: string, field: 'sender' | 'addressee', taxId: 'senderTaxId' | 'addresseeTaxId'): ElementGroup => ({
  at: element,
  take: [
    { at: 'Name', to: `${field}.name`, as: 'text' },
    { at: 'Company', to: `${field}.company`, as: 'text' },
    { at: 'Street', to: `${field}.street`, as: 'text' },
    { at: 'City', to: `${field}.city`, as: 'text' },
    { at: 'State', to: `${field}.state`, as: 'text' },
    { at: 'PostalCode', to: `${field}.postalCode`, as: 'text' },
    { at: 'Country', to: `${field}.country`, as: 'upper' },
    { at: 'Telephone', to: `${field}.telephone`, as: 'text' },
    { at: 'Email', to: `${field}.email`, as: 'text' },
  ],
  groups: [
    {
      at: 'TaxId',
      starts: taxId,
      take: [
        { at: '@scheme', to: `${taxId}.scheme`, as: 'text' },
        { at: '.', to: `${taxId}.id`, as: 'text' },
      ],
    },
  ],
})

const MAIL_ITEM_TAKES: Take[] = [
  { at: 'ItemId', to: 'declaration.item', as: 'item' },
  { at: 'LocalId', to: 'declaration.localId', as: 'text' },
  { at: 'PostingDate', to: 'declaration.postingDate', as: 'day' },
  { at: 'MailClass', to: 'declaration.mailClass', as: 'upper' },
  { at: 'MailCategory', to: 'declaration.mailCategory', as: 'upper' },
  { at: 'HandlingClass', to: 'declaration.handlingClass', as: 'upper' },
  { at: 'OriginOperator', to: 'declaration.originOperator', as: 'upper' },
  { at: 'DestinationOperator', to: 'declaration.destinationOperator', as: 'upper' },
  { at: 'Dispatch', to: 'declaration.dispatch', as: 'dispatch' },
  { at: 'Receptacle', to: 'declaration.receptacle', as: 'receptacle' },
  { at: 'Nature', to: 'declaration.nature', as: 'text' },
  { at: 'GrossWeight', with: 'GrossWeight/@unit', unit: 'kg', to: 'declaration.grossWeightG', as: 'weight' },
  { at: 'Postage', with: 'Postage/@currency', to: 'declaration.postage', as: 'money' },
  { at: 'InsuredValue', with: 'InsuredValue/@currency', to: 'declaration.insuredValue', as: 'money' },
]

const MAIL_ITEM: ElementGroup = {
  at: 'MailItem',
  starts: 'declaration',
  take: MAIL_ITEM_TAKES,
  groups: [
    party('Sender', 'sender', 'senderTaxId'),
    party('Addressee', 'addressee', 'addresseeTaxId'),
    {
      at: 'ContentPiece',
      starts: 'piece',
      take: [
        { at: '@number', to: 'piece.number', as: 'integer' },
        { at: 'Description', to: 'piece.description', as: 'text' },
        { at: 'Quantity', to: 'piece.quantity', as: 'integer' },
        { at: 'NetWeight', with: 'NetWeight/@unit', unit: 'kg', to: 'piece.netWeightG', as: 'weight' },
        { at: 'Value', with: 'Value/@currency', to: 'piece.value', as: 'money' },
        { at: 'HSCode', to: 'piece.hs', as: 'text' },
        { at: 'OriginCountry', to: 'piece.origin', as: 'upper' },
      ],
    },
    {
      at: 'Document',
      starts: 'document',
      take: [
        { at: '@type', to: 'document.type', as: 'text' },
        { at: '@number', to: 'document.number', as: 'text' },
      ],
    },
    {
      at: 'Referral',
      starts: 'referral',
      take: [
        { at: '@code', to: 'referral.code', as: 'upper' },
        { at: '@at', to: 'referral.at', as: 'date', zone: ['head.sender'] },
        { at: '@answered', to: 'referral.answered', as: 'flag' },
      ],
    },
  ],
}

const VERSION: Take = { at: '@version', to: 'head.version', as: 'text' }

export const ITMATT = {
  name: 'itmatt-1.5',
  note: "ITMATT, UPU M33 1.5, in this project's reading",
  syntax: 'xml',
  type: 'ITMATT',
  version: '1.5',
  sender: null,
  root: 'ITMATT',
  take: [VERSION],
  groups: [HEADER, MAIL_ITEM],
} satisfies XmlMap

export const CUSITM = {
  name: 'cusitm',
  note: "CUSITM, UPU M43, in this project's reading",
  syntax: 'xml',
  type: 'CUSITM',
  version: null,
  sender: null,
  root: 'CUSITM',
  // Of one item, or once for all of them: beside the header or in it.
  take: [VERSION, { at: 'CustomsOffice', to: 'head.customsOffice', as: 'text' }],
  groups: [
    { ...HEADER, take: [...HEADER.take, { at: 'CustomsOffice', to: 'head.customsOffice', as: 'text' }] },
    { ...MAIL_ITEM, take: [...MAIL_ITEM_TAKES, { at: 'CustomsOffice', to: 'declaration.customsOffice', as: 'text' }] },
  ],
} satisfies XmlMap

export const CUSRSP = {
  name: 'cusrsp',
  note: "CUSRSP, UPU M44, in this project's reading",
  syntax: 'xml',
  type: 'CUSRSP',
  version: null,
  sender: null,
  root: 'CUSRSP',
  take: [VERSION],
  groups: [
    HEADER,
    {
      at: 'Response',
      starts: 'decision',
      take: [
        { at: 'ItemId', to: 'decision.item', as: 'item' },
        { at: 'Receptacle', to: 'decision.receptacle', as: 'receptacle' },
        { at: 'Decision', to: 'decision.decision', as: 'upper' },
        { at: 'Reason', to: 'decision.reason', as: 'text' },
        { at: 'DecidedAt', to: 'decision.decidedAt', as: 'date', zone: ['decision.office', 'head.sender'] },
        { at: 'Office', to: 'decision.office', as: 'office' },
        { at: 'Remark', to: 'decision.remark', as: 'text' },
      ],
      // Groups, so that what is written stands in this order.
      groups: [
        {
          at: 'Assessment',
          groups: [
            {
              at: 'Tax',
              starts: 'tax',
              take: [
                { at: '@type', to: 'tax.type', as: 'text' },
                { at: '@rate', to: 'tax.rate', as: 'amount' },
                { at: '@base', to: 'tax.base', as: 'amount' },
                { at: '@amount', to: 'tax.amount', as: 'amount' },
                { at: '@currency', to: 'tax.currency', as: 'upper' },
              ],
            },
            { at: 'Total', take: [{ at: '.', with: '@currency', to: 'decision.total', as: 'money' }] },
          ],
        },
        { at: 'Supersedes', take: [{ at: '.', to: 'decision.supersedes', as: 'text' }] },
      ],
    },
  ],
} satisfies XmlMap
