/** A built page and what it loads, as `out/renderer` has them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Answers a folder that holds a page's folder `renderer`, and beside it a file that no page may reach. */
export function builtPages(): { readonly base: string; readonly folder: string } {
  const base = mkdtempSync(join(tmpdir(), 'pages-'))
  const folder = join(base, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(base, 'secret.txt'), 'not a page')
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html>\n<html><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Desk</title><script type="module" crossorigin src="./assets/index-abc.js"></script></head><body></body></html>',
  )
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'document.title = "ran"')
  writeFileSync(join(folder, 'assets', 'index-abc.js.map'), '{}')
  writeFileSync(join(folder, 'assets', 'style-abc.css'), 'body { margin: 0 }')
  return { base, folder }
}
