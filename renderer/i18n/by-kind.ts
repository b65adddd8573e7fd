import type { SaidKind } from './text.tsx'

type Texts = Readonly<Record<string, string>>

/** Catalogues of the desk as one, keyed `kind.code`. */
export function byKind(catalogues: Readonly<Record<SaidKind, Texts>>): Texts {
  return Object.fromEntries(Object.entries(catalogues).flatMap(([kind, texts]) => Object.entries(texts).map(([code, text]) => [`${kind}.${code}`, text])))
}
