/**
 * A report as one page that needs nothing else: it prints on A4 and Letter, with the office and the page's number in
 * the margins, and reads in either direction. No script, no font and no picture is fetched.
 */
import type { PageCell, PageTable, ReportPage, ReportWords } from '../../shared/report/shift-page.ts'

export interface HtmlOptions {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly words: ReportWords
}

export function reportHtml(page: ReportPage, { language, direction, words }: HtmlOptions): string {
  const title = `${page.title} · ${page.office}`
  const { correction } = page
  return `<!doctype html>
<html lang="${attribute(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<style>
${STYLE}
@page {
  @top-left { content: ${css(page.office)}; }
  @top-right { content: ${css(`${page.title} · ${page.period}`)}; }
  @bottom-right { content: ${css(`${words.say('report.page')} `)} counter(page) ${css(` ${words.say('report.of')} `)} counter(pages); }
}
</style>
</head>
<body>
<header>
<p class="office">${text(page.office)}</p>
<h1>${text(page.title)}</h1>
<p class="period">${text(page.period)}</p>
</header>
<dl>
${page.facts.map((fact) => `<div><dt>${text(fact.label)}</dt><dd>${text(fact.text)}</dd></div>`).join('\n')}
</dl>
<p class="verdict ${page.verdict.balanced ? 'even' : 'uneven'}"><span aria-hidden="true">${page.verdict.balanced ? '✓' : '✕'}</span> ${text(page.verdict.text)}</p>
${page.tables.map((table) => tableHtml(table)).join('\n')}
${correction === null ? '' : `<section class="correction"><h2>${text(correction.title)}</h2>\n<p>${text(correction.text)}</p>\n${correction.tables.map((table) => tableHtml(table)).join('\n')}</section>`}
${page.notes.map((note) => `<section class="note"><h2>${text(words.say('report.notes'))}: ${text(note.label)}</h2>\n<p>${text(note.text)}</p></section>`).join('\n')}
<footer>
${page.signatures.map((one) => `<div class="signature"><span class="line"></span><strong>${text(one.label)}</strong><span>${text(one.place)}</span></div>`).join('\n')}
</footer>
</body>
</html>
`
}

function tableHtml({ id, title, head, rows }: PageTable): string {
  const heading =
    head.length === 0 ? '' : `<thead><tr>${head.map((one) => `<th scope="col"${one.as === 'number' ? ' class="number"' : ''}>${text(one.text)}</th>`).join('')}</tr></thead>`
  return `<table class="${attribute(id)}"><caption>${text(title)}</caption>${heading}<tbody>
${rows.map((row) => `<tr>${row.map((cell, at) => cellHtml(cell, at === 0)).join('')}</tr>`).join('\n')}
</tbody></table>`
}

function cellHtml({ text: content, as, at, strong }: PageCell, first: boolean): string {
  const shown = as === 'identifier' ? `<bdi dir="ltr">${text(content)}</bdi>` : text(content)
  const tag = first ? 'th scope="row"' : 'td'
  const classes = [as === 'text' ? '' : as, strong ? 'strong' : ''].filter((one) => one !== '').join(' ')
  return `<${tag}${classes === '' ? '' : ` class="${classes}"`}${at === null ? '' : ` data-cell="${attribute(at)}"`}>${shown}</${first ? 'th' : 'td'}>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const text = (content: string): string => content.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign).replaceAll('\n', '<br>')
const attribute = (content: string): string => content.replace(/[&<>"'\n]/g, (sign) => ENTITIES[sign] ?? ' ')

/** A text as a string of CSS; `<` would end the style sheet early. */
const css = (content: string): string => `"${content.replace(/[^\p{L}\p{N} ·–:,.()-]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 32).toString(16)} `)}"`

const STYLE = `
:root { color-scheme: light; font: 10pt/1.45 'IBM Plex Sans', 'IBM Plex Sans Arabic', system-ui, sans-serif; color: #1a211f; background: #fff }
body { margin: 0 auto; padding: 24px; max-inline-size: 180mm }
h1 { font-size: 20pt; line-height: 1.2; margin: 0; letter-spacing: -0.01em }
h2, caption { font-size: 11pt; font-weight: 600; text-align: start; margin: 0; padding-block: 0 4px }
p { margin: 0 }
.office { font-weight: 600; color: #0b5d6b }
.period { color: #4b5652 }
header { border-block-end: 2px solid #0b5d6b; padding-block-end: 10px; margin-block-end: 10px }
dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px 16px; margin: 0 0 12px }
dt { font-size: 8pt; color: #4b5652 }
dd { margin: 0; overflow-wrap: anywhere }
.verdict { display: inline-block; font-weight: 600; padding: 4px 10px; border: 1.5px solid; border-radius: 4px; margin-block-end: 14px }
.even { color: #1d7044 }
.uneven { color: #a31d2b }
table { border-collapse: collapse; inline-size: 100%; margin-block-end: 16px; break-inside: auto }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { text-align: start; padding: 3px 8px; border-block-end: 1px solid #d9dcd7; font-weight: 400; vertical-align: top }
thead th { font-size: 8pt; font-weight: 600; color: #4b5652; border-block-end: 1px solid #868e88; vertical-align: bottom }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
.identifier { font-family: 'IBM Plex Mono', ui-monospace, monospace; white-space: nowrap }
.strong { font-weight: 600 }
.balance td:nth-child(2), .detained td:nth-child(2) { border-inline-end: 1px solid #868e88 }
.balance tr:last-child > *, .detained tr:last-child > * { border-block: 1.5px solid #1a211f; font-weight: 600 }
.state, .duty, .count, .ageing { inline-size: auto; min-inline-size: 60% }
.correction { border-inline-start: 3px solid #a2470a; padding-inline-start: 12px; margin-block-end: 16px }
.correction p { margin-block-end: 8px }
.note { margin-block-end: 12px }
footer { display: grid; grid-template-columns: 1fr 1fr; gap: 32px; margin-block-start: 48px; break-inside: avoid }
.signature { display: grid; gap: 2px }
.signature .line { border-block-end: 1px solid #1a211f; block-size: 40px; margin-block-end: 4px }
.signature span { color: #4b5652; font-size: 8pt }
@page {
  margin: 18mm 15mm;
  @top-left { font: 8pt system-ui, sans-serif; color: #4b5652 }
  @top-right { font: 8pt system-ui, sans-serif; color: #4b5652 }
  @bottom-right { font: 8pt system-ui, sans-serif; color: #4b5652; direction: ltr }
}
@media print { body { padding: 0; max-inline-size: none } }
`
