import { existsSync } from 'node:fs'
import { posix, resolve, dirname } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

/**
 * `new Worker(new URL('./worker.ts', import.meta.url))` runs from source under Node 24 as it stands; in the bundle
 * that file is gone. This makes each such file a chunk of its own and points the URL at it, so that one spelling
 * serves both.
 */
const nodeWorker = (): Plugin => ({
  name: 'node-worker',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\.ts$/, code: /new Worker\(/ },
    handler(code, id) {
      return {
        map: null,
        code: code.replace(/new URL\(\s*'(\.{1,2}\/[^']+\.ts)'/g, (_all, file: string) => {
          const reference = this.emitFile({ type: 'chunk', id: resolve(dirname(id), file), name: posix.basename(file, '.ts') })
          return `new URL('__NODE_WORKER_${reference}__'`
        }),
      }
    },
  },
  renderChunk(code, chunk) {
    const out = code.replace(/__NODE_WORKER_(.+?)__/g, (_all, reference: string) => {
      const to = posix.relative(posix.dirname(chunk.fileName), this.getFileName(reference))
      return to.startsWith('.') ? to : `./${to}`
    })
    return out === code ? null : { code: out, map: null }
  },
})

const pages = ['index', 'print'].filter((page) => existsSync(`renderer/${page}.html`))

const hosts = {
  main: {
    plugins: [nodeWorker()],
    build: { rolldownOptions: { input: { index: 'main/electron/index.ts', local: 'main/local/liaison.ts' } } },
  },
  // One CommonJS file: a sandboxed preload can require `electron` and nothing else.
  preload: {
    build: { externalizeDeps: false, rolldownOptions: { input: 'main/electron/preload.ts', output: { format: 'cjs' as const, entryFileNames: '[name].cjs' } } },
  },
}

const renderer = {
  root: 'renderer',
  plugins: [react()],
  build: {
    // electron-vite does not minify by itself; the screens are half the size with it.
    minify: true,
    // Small fonts inlined as `data:` would break `font-src 'self'`.
    assetsInlineLimit: 0,
    rolldownOptions: { input: Object.fromEntries(pages.map((page) => [page, `renderer/${page}.html`])) },
  },
}

/** `LIAISON_BUILD` names one part, so that the local host, which runs main from source, waits for the screens alone. */
const part = process.env['LIAISON_BUILD']
export default defineConfig(part === 'renderer' ? { renderer } : part === 'hosts' ? hosts : { ...hosts, renderer })
