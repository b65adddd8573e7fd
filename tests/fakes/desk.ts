/** A desk that remembers what it was asked. It stands in for the application where a host's carrying is tested. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Notice, Reply } from '../../shared/contract.ts'
import type { Connection, Desk } from '../../main/desk/port.ts'

export interface FakeDesk extends Desk {
  readonly calls: { readonly connection: number; readonly name: unknown; readonly input: unknown }[]
  /** Numbers of the connections that are open. */
  readonly open: Set<number>
  readonly hosts: string[]
  notify(notice: Notice): void
  closed: boolean
  remove(): void
}

/** Answers every call with its own name and input, and the number of the connection that it came by. */
export function fakeDesk(): FakeDesk {
  const incomingFolder = mkdtempSync(join(tmpdir(), 'incoming-'))
  const listeners = new Map<number, (notice: Notice) => void>()
  let connections = 0
  const desk: FakeDesk = {
    calls: [],
    open: new Set(),
    hosts: [],
    closed: false,
    incomingFolder,
    connect({ host, notify }): Connection {
      const connection = ++connections
      desk.open.add(connection)
      desk.hosts.push(host)
      listeners.set(connection, notify)
      return {
        async call(name, input): Promise<Reply> {
          desk.calls.push({ connection, name, input })
          return { ok: true, output: { connection, name, input } }
        },
        close() {
          desk.open.delete(connection)
          listeners.delete(connection)
        },
      }
    },
    notify(notice) {
      for (const listener of listeners.values()) listener(notice)
    },
    async close() {
      desk.closed = true
    },
    remove: () => rmSync(incomingFolder, { recursive: true, force: true }),
  }
  return desk
}
