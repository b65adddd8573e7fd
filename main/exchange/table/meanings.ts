/**
 * What a column of a manifest may mean, and how that is guessed from its heading and its cells.
 *
 * The words are those that posts write above their columns, in the languages in which such tables have come in. The
 * headings of the shipped map count besides; a guess is only ever a suggestion, made before somebody says yes.
 */
import { isSoundS10, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { MANIFEST } from '../maps/table-maps.ts'
import type { Converter, TableMap } from '../maps/map.ts'
import { headingKey } from './reading.ts'

export interface Meaning {
  readonly key: string
  readonly group: 'item' | 'sender' | 'addressee' | 'piece' | 'list'
  /** `null`: it serves another column only. */
  readonly to: string | null
  readonly as: Converter
  readonly unit?: string
  readonly required?: true
  readonly words: readonly string[]
}

const party = (who: 'sender' | 'addressee', words: readonly string[]): Meaning[] => {
  const parts: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['name', ['name', 'nom', 'Name', 'nombre', 'nome', 'naam', 'اسم', '']],
    ['company', ['company', 'société', 'entreprise', 'Firma', 'empresa', 'azienda', 'bedrijf', 'شركة']],
    ['street', ['street', 'address', 'address 1', 'rue', 'adresse', 'Strasse', 'Straße', 'dirección', 'calle', 'indirizzo', 'endereço', 'adres', 'عنوان']],
    ['city', ['city', 'town', 'ville', 'localité', 'Ort', 'Stadt', 'ciudad', 'città', 'cidade', 'plaats', 'مدينة']],
    ['state', ['state', 'province', 'région', 'Bundesland', 'provincia', 'estado']],
    ['postalCode', ['postal code', 'postcode', 'zip', 'zip code', 'code postal', 'PLZ', 'Postleitzahl', 'código postal', 'CAP', 'CEP']],
    ['country', ['country', 'country code', 'pays', 'Land', 'país', 'paese', 'بلد']],
    ['telephone', ['telephone', 'phone', 'tel', 'mobile', 'téléphone', 'Telefon', 'teléfono', 'telefono', 'telefone', 'هاتف']],
    ['email', ['email', 'e-mail', 'mail', 'courriel', 'correo', 'correo electrónico']],
  ]
  return parts.map(([name, own]) => ({
    key: `${who}.${name}`,
    group: who,
    to: `${who}.${name}`,
    as: name === 'country' ? 'upper' : 'text',
    words: own.flatMap((word) => words.flatMap((one) => [`${one} ${word}`, `${word} ${one}`])),
  }))
}

const SENDER = ['sender', 'from', 'shipper', 'exporter', 'expéditeur', "de l'expéditeur", 'Absender', 'remitente', 'mittente', 'remetente', 'afzender', 'المرسل']
const ADDRESSEE = [
  'addressee',
  'recipient',
  'receiver',
  'consignee',
  'to',
  'destinataire',
  'du destinataire',
  'Empfänger',
  'destinatario',
  'destinatário',
  'ontvanger',
  'المرسل إليه',
]

export const MEANINGS: readonly Meaning[] = [
  {
    key: 'item',
    group: 'item',
    to: 'declaration.item',
    as: 'item',
    required: true,
    words: [
      'item',
      'item number',
      'parcel',
      'parcel no',
      'parcel id',
      'barcode',
      'tracking',
      'tracking id',
      'AWB',
      'colis',
      'n° colis',
      'numéro de colis',
      "n° d'envoi",
      'Sendung',
      'Paket',
      'Paketnummer',
      'Kolli',
      'envío',
      'número de envío',
      'código de barras',
      'spedizione',
      'numero spedizione',
      'objeto',
      'zending',
      'barcode nummer',
      'رقم البعيثة',
      'الرمز الشريطي',
    ],
  },
  {
    key: 'localId',
    group: 'item',
    to: 'declaration.localId',
    as: 'text',
    words: ['order', 'order number', 'order id', 'reference', 'commande', 'référence', 'Bestellnummer', 'Auftrag', 'pedido', 'ordine', 'bestelling'],
  },
  {
    key: 'postingDate',
    group: 'item',
    to: 'declaration.postingDate',
    as: 'day',
    words: ['date', 'posting date', 'shipped', 'ship date', 'date de dépôt', "date d'expédition", 'Datum', 'Versanddatum', 'fecha', 'fecha de depósito', 'data', 'datum', 'تاريخ'],
  },
  {
    key: 'nature',
    group: 'item',
    to: 'declaration.nature',
    as: 'text',
    words: ['category of item', 'type of contents', 'catégorie', 'Kategorie', 'categoría', 'categoria', 'gift/sale'],
  },
  { key: 'mailClass', group: 'item', to: 'declaration.mailClass', as: 'upper', words: ['mail class', "classe d'envoi"] },
  { key: 'mailCategory', group: 'item', to: 'declaration.mailCategory', as: 'upper', words: ['mail category', 'catégorie de courrier'] },
  { key: 'dispatch', group: 'item', to: 'declaration.dispatch', as: 'dispatch', words: ['dispatch', 'dispatch number', 'dépêche', 'Kartenschluss', 'despacho', 'dispaccio'] },
  {
    key: 'receptacle',
    group: 'item',
    to: 'declaration.receptacle',
    as: 'receptacle',
    words: ['receptacle', 'bag', 'bag id', 'récipient', 'sac', 'Behälter', 'envase', 'saca', 'recipiente'],
  },
  {
    key: 'grossKg',
    group: 'item',
    to: 'declaration.grossWeightG',
    as: 'weight',
    unit: 'kg',
    words: ['gross', 'gross weight', 'weight', 'kg', 'weight (kg)', 'poids', 'poids (kg)', 'Gewicht', 'peso', 'peso bruto', 'peso lordo', 'gewicht', 'الوزن'],
  },
  {
    key: 'grossG',
    group: 'item',
    to: 'declaration.grossWeightG',
    as: 'weight',
    unit: 'g',
    words: ['weight (g)', 'weight g', 'grams', 'gross g', 'poids (g)', 'grammes', 'Gramm', 'Gewicht g', 'gramos', 'grammi', 'gramas'],
  },
  {
    key: 'postage',
    group: 'item',
    to: 'declaration.postage',
    as: 'money',
    words: ['postage', 'shipping cost', 'frais de port', 'port', 'affranchissement', 'Porto', 'Versandkosten', 'franqueo', 'gastos de envío'],
  },
  { key: 'insured', group: 'item', to: 'declaration.insuredValue', as: 'money', words: ['insured value', 'insurance', 'valeur assurée', 'versicherter Wert', 'valor asegurado'] },
  ...party('sender', SENDER),
  ...party('addressee', ADDRESSEE),
  { key: 'piece', group: 'piece', to: 'piece.number', as: 'integer', words: ['line', 'line no', 'position', 'ligne', 'Pos', 'Zeile', 'línea', 'riga'] },
  {
    key: 'description',
    group: 'piece',
    to: 'piece.description',
    as: 'text',
    words: [
      'description',
      'goods',
      'goods description',
      'contents',
      'product',
      'product name',
      'contenu',
      'désignation',
      'marchandise',
      'Was',
      'Ware',
      'Warenbeschreibung',
      'Inhalt',
      'Artikel',
      'descripción',
      'contenido',
      'mercancía',
      'descrizione',
      'contenuto',
      'descrição',
      'conteúdo',
      'omschrijving',
      'inhoud',
      'المحتويات',
      'الوصف',
    ],
  },
  {
    key: 'quantity',
    group: 'piece',
    to: 'piece.quantity',
    as: 'integer',
    words: [
      'quantity',
      'qty',
      'pcs',
      'pieces',
      'units',
      'quantité',
      'qté',
      'nombre',
      'Menge',
      'Anzahl',
      'Stück',
      'Stk',
      'cantidad',
      'unidades',
      'quantità',
      'quantidade',
      'aantal',
      'الكمية',
    ],
  },
  {
    key: 'netKg',
    group: 'piece',
    to: 'piece.netWeightG',
    as: 'weight',
    unit: 'kg',
    words: ['net weight', 'net kg', 'net weight (kg)', 'poids net', 'Nettogewicht', 'peso neto', 'peso netto', 'peso líquido'],
  },
  {
    key: 'netG',
    group: 'piece',
    to: 'piece.netWeightG',
    as: 'weight',
    unit: 'g',
    words: ['net g', 'net weight (g)', 'net weight g', 'poids net (g)', 'Nettogewicht g', 'peso neto (g)'],
  },
  {
    key: 'value',
    group: 'piece',
    to: 'piece.value',
    as: 'money',
    words: [
      'value',
      'price',
      'amount',
      'declared value',
      'valeur',
      'prix',
      'montant',
      'Wert',
      'Preis',
      'Betrag',
      'valor',
      'precio',
      'importe',
      'valore',
      'prezzo',
      'preço',
      'waarde',
      'القيمة',
    ],
  },
  { key: 'currency', group: 'piece', to: null, as: 'upper', words: ['currency', 'cur', 'ccy', 'devise', 'monnaie', 'Währung', 'moneda', 'divisa', 'valuta', 'moeda', 'العملة'] },
  {
    key: 'hs',
    group: 'piece',
    to: 'piece.hs',
    as: 'text',
    words: [
      'hs',
      'hs code',
      'tariff code',
      'commodity code',
      'taric',
      'code SH',
      'code douanier',
      'Zolltarifnummer',
      'Warennummer',
      'código SA',
      'partida arancelaria',
      'NCM',
      'codice doganale',
      'goederencode',
      'رمز النظام المنسق',
    ],
  },
  {
    key: 'origin',
    group: 'piece',
    to: 'piece.origin',
    as: 'upper',
    words: [
      'origin',
      'country of origin',
      'made in',
      "pays d'origine",
      'origine',
      'Ursprungsland',
      'Herkunft',
      'país de origen',
      'origen',
      "paese d'origine",
      'país de origem',
      'land van oorsprong',
      'بلد المنشأ',
    ],
  },
  {
    key: 'listReference',
    group: 'list',
    to: 'head.reference',
    as: 'text',
    words: ['manifest', 'manifest number', 'list number', 'manifeste', 'Liste', 'Listennummer', 'manifiesto', 'número de lista'],
  },
  { key: 'listSender', group: 'list', to: 'head.sender', as: 'text', words: ['operator', 'sender code', 'opérateur', 'Postunternehmen', 'operador'] },
]

const BY_WORD: ReadonlyMap<string, string> = new Map(
  MEANINGS.flatMap(({ key, to, as, unit, words }) => [
    ...MANIFEST.columns.flatMap((column: TableMap['columns'][number]) =>
      column.to === to && column.as === as && column.unit === unit ? column.names.map((name) => [headingKey(name), key] as const) : [],
    ),
    ...words.map((word) => [headingKey(word), key] as const),
  ]).filter(([word]) => word !== ''),
)

/**
 * The meaning of each column as it looks, `null` where nothing speaks for one. Each meaning is suggested once: for two
 * columns that both look like it, the one whose heading says so, then the earlier.
 */
export function suggest(columns: readonly { readonly headings: readonly string[]; readonly samples: readonly string[] }[]): (string | null)[] {
  const taken = new Set<string>()
  const found: (string | null)[] = columns.map(() => null)
  const give = (at: number, key: string | undefined): void => {
    if (key === undefined || found[at] !== null || taken.has(key)) return
    taken.add(key)
    found[at] = key
  }
  // The telling heading first for all of them: “Sender name” before “name”.
  for (const level of [0, 1]) columns.forEach(({ headings }, at) => give(at, BY_WORD.get(headingKey(headings[level] ?? ''))))
  columns.forEach(({ samples }, at) => {
    if (samples.length > 0 && samples.every((sample) => isSoundS10(normaliseIdentifier(sample)))) give(at, 'item')
  })
  return found
}
