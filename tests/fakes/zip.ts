/** A zip made by hand, honest or lying, for readers that must not believe what a zip says. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  readonly name: string
  readonly body: string | Uint8Array
  /** What the archive says instead of the truth. */
  readonly says?: { readonly size?: number; readonly crc?: number; readonly localName?: string; readonly method?: number; readonly flags?: number }
  /** Its bytes are those of an earlier part. */
  readonly sharesWith?: number
  readonly stored?: boolean
}

export function zipOf(parts: readonly Part[], { comment = '', count = parts.length }: { readonly comment?: string; readonly count?: number } = {}): Buffer {
  const pieces: Buffer[] = []
  const listing: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  for (const { name, body, says = {}, sharesWith, stored = false } of parts) {
    const raw = Buffer.from(body)
    const packed = stored ? raw : deflateRawSync(raw)
    const method = says.method ?? (stored ? 0 : 8)
    const flags = says.flags ?? 0
    const crc = says.crc ?? crc32(raw)
    const size = says.size ?? raw.length
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(size, 22)
    const localName = Buffer.from(says.localName ?? name)
    local.writeUInt16LE(localName.length, 26)
    const offset = sharesWith === undefined ? at : (offsets[sharesWith] ?? 0)
    offsets.push(offset)
    if (sharesWith === undefined) {
      pieces.push(local, localName, packed)
      at += local.length + localName.length + packed.length
    }
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(Buffer.byteLength(name), 28)
    central.writeUInt32LE(offset, 42)
    listing.push(central, Buffer.from(name))
  }
  const directory = Buffer.concat(listing)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([...pieces, directory, end, Buffer.from(comment)])
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** The parts of a workbook around the `<sheetData>` (and what stands before it) of its sheets. */
export function workbookParts(sheets: readonly { readonly name: string; readonly xml: string; readonly hidden?: boolean }[], { date1904 = false } = {}): Part[] {
  return [
    {
      name: '[Content_Types].xml',
      body: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      body: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      body: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(({ name, hidden }, at) => `<sheet name="${name}" sheetId="${at + 1}"${hidden === true ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`)
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="rIdS" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      body: `${XML}<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...sheets.map(({ xml }, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, body: `${XML}<worksheet xmlns="${MAIN}">${xml}</worksheet>` })),
  ]
}

/** Rows as `<sheetData>`: texts inline, numbers and truths as such, `undefined` no cell, `{xml}` as it stands. */
export function sheetData(rows: readonly (readonly (string | number | boolean | undefined | { readonly xml: string })[])[]): string {
  const cells = (row: (typeof rows)[number], r: number): string =>
    row
      .map((cell, c) => {
        const ref = `${column(c)}${r}`
        if (cell === undefined) return ''
        if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${ref}"`)
        if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
        if (typeof cell === 'boolean') return `<c r="${ref}" t="b"><v>${cell ? 1 : 0}</v></c>`
        return `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
      })
      .join('')
  return `<sheetData>${rows.map((row, at) => (row.length === 0 ? '' : `<row r="${at + 1}">${cells(row, at + 1)}</row>`)).join('')}</sheetData>`
}

function column(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : column(Math.floor(index / 26) - 1) + column(index % 26)
}
