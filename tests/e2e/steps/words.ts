/**
 * The words of the screens, out of the catalogues that the screens use: a test speaks of what is meant, in whatever
 * language the screen is, and a better wording breaks nothing.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { deskEn } from '../../../renderer/i18n/desk-en.ts'
import { deskFr } from '../../../renderer/i18n/desk-fr.ts'
import { en, type TextKey } from '../../../renderer/i18n/en.ts'
import { fr } from '../../../renderer/i18n/fr.ts'
import { mirrored as mirroredCatalogue } from '../../../renderer/i18n/pseudo.ts'

export type { TextKey } from '../../../renderer/i18n/en.ts'
export type Language = 'en' | 'fr' | 'ar'
type Values = Readonly<Record<string, string | number>>

/** Everything that a screen may say, its own words and the desk's, by key. */
export const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { ...deskEn, ...en },
  fr: { ...deskFr, ...fr },
  ar: mirroredCatalogue({ ...deskEn, ...en }),
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar' }

/** Tags such as `<b>` and `<chip>` are markup, not words. */
const untagged = (message: string): string => message.replace(/<\/?[a-z]+>/g, '')

export interface Say {
  (key: TextKey, values?: Values): string
  readonly language: Language
}

/** A catalogue as a function. @throws Error for a key that it does not have, or a value that is missing */
export function wordsOf(language: Language): Say {
  const say = (key: TextKey, values: Values = {}): string => {
    const message = catalogues[language][key]
    if (message === undefined) throw new Error(`No word for ${key}`)
    return String(new IntlMessageFormat(untagged(message), LOCALES[language]).format(values))
  }
  return Object.assign(say, { language })
}

export const say = wordsOf('en')
export const dire = wordsOf('fr')
/** English between Arabic letters, from right to left. */
export const mirrored = wordsOf('ar')
