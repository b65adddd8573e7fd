/**
 * The peer of the XML bench: `saxes` with namespaces, alone, in a thread of its own.
 *
 * Ours is a parser of another shape. In one engine each would slow the other down, which no desk ever sees.
 * It is built so that it is fast: its handlers are declared by name, since adding them one by one makes it a dictionary.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { SaxesParser } from 'saxes'

const Base = SaxesParser as unknown as new (options: { readonly xmlns: true }) => Pick<SaxesParser<{ xmlns: true }>, 'on' | 'write' | 'close'>

class Peer extends Base {
  protected readonly attributeHandler = undefined
  protected readonly openTagHandler = undefined
  protected readonly closeTagHandler = undefined
  protected readonly textHandler = undefined
  protected readonly errorHandler = undefined
}

const texts = workerData as readonly string[]
const kept = new Peer({ xmlns: true })

function read(): number {
  let elements = 0
  const parser = new Peer({ xmlns: true })
  parser.on('attribute', () => {})
  parser.on('opentag', () => {
    elements++
  })
  parser.on('closetag', () => {})
  parser.on('text', () => {})
  parser.on('error', (error) => {
    throw error
  })
  for (const text of texts) parser.write(text)
  parser.close()
  return elements
}

// A full collection that finds no parser alive would throw away what was compiled for one.
kept.write('<a xmlns="urn:a" xmlns:b="urn:b" b:c="d">e<b:f>g</b:f><h i="j">k')
parentPort?.on('message', () => {
  const from = performance.now()
  const elements = read()
  parentPort?.postMessage({ seconds: (performance.now() - from) / 1000, elements })
})
