/** What lies in the out folder, read by parsers that are not ours. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'

interface EventParser {
  onOpenSegment(tag: string): void
  onElement(): void
  onComponent(text: string): void
  onCloseSegment(): void
  write(text: string): void
  end(): void
}
const require = createRequire(import.meta.url)
const { Parser } = require('ts-edifact/lib/parser.js') as { Parser: new (configuration: object) => EventParser }
const { Configuration } = require('ts-edifact/lib/configuration.js') as { Configuration: new (options: object) => object }
const { NullValidator } = require('ts-edifact/lib/validator.js') as { NullValidator: new () => object }

/** Names of the files that a gateway would collect. */
export const collected = (folder: string): readonly string[] => readdirSync(folder).filter((name) => !name.startsWith('.') && !name.endsWith('.part'))

/** A segment as `TAG`, then its elements, each with its components. */
export type Segment = readonly [tag: string, ...elements: readonly (readonly string[])[]]

/**
 * The segments of an EDIFACT file, by ts-edifact. It takes a UNA of syntax version 4 for a segment, and knows no
 * UTF-8 (`UNOW`); the service characters that ours names are its own by default, and what we write here is Latin.
 */
export function segmentsIn(folder: string, file: string): readonly Segment[] {
  const segments: [string, ...string[][]][] = []
  const parser = new Parser(new Configuration({ validator: new NullValidator(), charset: 'UNOC' }))
  parser.onOpenSegment = (tag) => void segments.push([tag])
  parser.onElement = () => void segments.at(-1)?.push([])
  parser.onComponent = (text) => {
    const element = segments.at(-1)?.at(-1)
    if (Array.isArray(element)) element.push(text)
  }
  parser.onCloseSegment = () => {}
  parser.write(readFileSync(join(folder, file), 'utf8').replace(/^UNA:\+\.\?[ *]'\s*/, ''))
  parser.end()
  return segments
}

/** An XML file as an object, by fast-xml-parser; texts stay texts. */
export const elementsIn = (folder: string, file: string): unknown =>
  new XMLParser({ ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false, removeNSPrefix: true }).parse(readFileSync(join(folder, file), 'utf8'))
