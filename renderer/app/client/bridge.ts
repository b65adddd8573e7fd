/** The desk behind Electron's preload: the same port as the socket's, without a wire that could break. */
import { BRIDGE_NAME, type DeskBridge } from '../../../shared/bridge.ts'
import type { ApiClient, CallName, Input, Output } from '../../../shared/contract.ts'
import { DeskError } from './desk-error.ts'

export function pageBridge(): DeskBridge | null {
  return (globalThis as unknown as Readonly<Record<string, DeskBridge | undefined>>)[BRIDGE_NAME] ?? null
}

export function bridgeClient(bridge: DeskBridge): ApiClient {
  return {
    host: 'electron',
    async call<N extends CallName>(name: N, input: Input<N>) {
      const reply = await bridge.call(name, input)
      if (!reply.ok) throw new DeskError(reply.error)
      return reply.output as Output<N>
    },
    subscribe: (listener) => bridge.subscribe(listener),
    onLink: () => () => {},
    place: async (files) => files.map(({ file }) => bridge.place(file)).filter((path) => path !== ''),
  }
}
