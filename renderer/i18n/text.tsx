/**
 * Words on the screen: one catalogue per language, ICU messages, dates and numbers by locale.
 *
 * Sentences that the desk says (`{code, values, text}`) are looked up in the catalogues it shares with the
 * command line; a code that this catalogue does not have, say of a newer desk, shows its English.
 */
import { useMemo, type ReactNode } from 'react'
import { IntlProvider, useIntl, type IntlShape } from 'react-intl'
import { groupIdentifier } from '../../shared/domain/identifiers.ts'
import type { TextKey } from './en.ts'
import { en } from './en.ts'

export type { TextKey } from './en.ts'
/** `ar` is no language yet, but English as if it were (`pseudo.ts`). */
export type Language = 'en' | 'fr' | 'ar'
export type Values = Readonly<Record<string, string | number | boolean | null | undefined>>
export type SaidKind = 'finding' | 'rule' | 'reject' | 'timeline' | 'error'
export interface Said {
  readonly code: string
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  readonly text: string
}
export type Catalogue = Readonly<Record<string, string>>

export interface Words {
  (key: TextKey, values?: Values): string
}

/** The words of the present language. */
export function useWords(): Words {
  const intl = useIntl()
  return useMemo(() => wordsOf(intl), [intl])
}

export const wordsOf =
  (intl: IntlShape): Words =>
  (key, values) =>
    intl.formatMessage({ id: key }, values)

/** A message with tags: `<b>`, `<chip>` become elements. */
export function useRichWords() {
  const intl = useIntl()
  return (key: TextKey, values: Readonly<Record<string, string | number | ((chunks: ReactNode[]) => ReactNode)>>): ReactNode => intl.formatMessage({ id: key }, values)
}

/** A sentence of the desk in the present language. */
export function useSaid(): (kind: SaidKind, said: Said) => string {
  const intl = useIntl()
  return useMemo(
    () => (kind, said) => {
      const id = `${kind}.${said.code}`
      if (intl.messages[id] === undefined) return said.text
      const own = said.values[`text${intl.locale.slice(0, 1).toUpperCase()}${intl.locale.slice(1, 2)}`]
      if (said.code === 'own' && typeof own === 'string') return own
      const values: Record<string, string | number> = gapsOf(intl.messages[id])
      for (const [name, value] of Object.entries(said.values))
        values[name] = value === null ? '—' : IDENTIFIERS.has(name) ? groupIdentifier(String(value)) : typeof value === 'boolean' ? String(value) : value
      return intl.formatMessage({ id }, values)
    },
    [intl],
  )
}
/** A gap for each value that a sentence may want: a rule that is only listed has no item to fill it. */
function gapsOf(message: unknown): Record<string, string> {
  return typeof message === 'string' ? Object.fromEntries([...message.matchAll(/\{(\w+)/g)].map(([, name]) => [name ?? '', '…'])) : {}
}
const IDENTIFIERS: ReadonlySet<string> = new Set(['identifier', 'item', 'receptacle', 'dispatch'])

/** Whether the catalogue has a word for a value that an office may extend (`class.U`, `decision.RELEASE`). */
export function useWordFor(): (prefix: string, value: string) => string {
  const intl = useIntl()
  return (prefix, value) => (intl.messages[`${prefix}.${value}`] === undefined ? value : intl.formatMessage({ id: `${prefix}.${value}` }))
}

/** The language as it is written where this machine stands (`fr-CH`, `en-GB`); dates and numbers follow it. */
export const localeOf = (language: Language): string =>
  globalThis.navigator?.languages.find((one) => one.toLowerCase().startsWith(`${language}-`)) ?? { en: 'en-GB', fr: 'fr', ar: 'ar' }[language]

export function WordsProvider({
  language,
  catalogue,
  zone,
  children,
}: {
  readonly language: Language
  readonly catalogue: Catalogue
  /** Of the office: times are those of the place, wherever the screen is. */ readonly zone?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <IntlProvider
      locale={localeOf(language)}
      {...(zone === undefined ? {} : { timeZone: zone })}
      defaultLocale="en"
      messages={catalogue as Record<string, string>}
      onError={reportWords}
    >
      {children}
    </IntlProvider>
  )
}

/** A missing value or key is a bug that tests must see; a missing locale is none (English is built in). */
function reportWords(error: Error & { readonly code?: string }): void {
  if (error.code !== 'MISSING_DATA') console.error(error.message)
}

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  const [own, desk] = await Promise.all([
    language === 'fr' ? import('./fr.ts').then((module) => module.fr) : en,
    language === 'fr' ? import('./desk-fr.ts').then((module) => module.deskFr) : import('./desk-en.ts').then((module) => module.deskEn),
  ])
  const catalogue = { ...desk, ...own }
  return language === 'ar' ? (await import('./pseudo.ts')).mirrored(catalogue) : catalogue
}
