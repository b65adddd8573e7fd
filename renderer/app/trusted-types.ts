/**
 * The page's only Trusted Types policy, first import of every entry.
 *
 * The response header demands `require-trusted-types-for 'script'`. Two harmless writes would throw under
 * it and take the whole tree down: react-aria empties its announcer with `innerHTML = ''`, and the bundler
 * loads a catalogue of texts by its address. Those two pass, everything else stays refused.
 */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null; createScriptURL: (address: string) => string | null }): unknown
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes

factory?.createPolicy('default', {
  createHTML: (text) => (text === '' ? text : null),
  createScriptURL: (address) => (new URL(address, location.href).origin === location.origin ? address : null),
})

export {}
