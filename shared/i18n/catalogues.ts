/** All domain catalogues by language and kind: what `{code, values}` of the contract are looked up in. */
import { errorsEn } from './errors.en.ts'
import { errorsFr } from './errors.fr.ts'
import { findingsEn } from './findings.en.ts'
import { findingsFr } from './findings.fr.ts'
import { rejectionsEn } from './rejections.en.ts'
import { rejectionsFr } from './rejections.fr.ts'
import { ruleErrorsEn, rulesEn } from './rules.en.ts'
import { ruleErrorsFr, rulesFr } from './rules.fr.ts'
import { storyEn } from './story.en.ts'
import { storyFr } from './story.fr.ts'
import { timelineEn } from './timeline.en.ts'
import { timelineFr } from './timeline.fr.ts'

export type SaidKind = 'finding' | 'rule' | 'reject' | 'timeline' | 'error'
export type Catalogue = Readonly<Record<string, string>>

export const CATALOGUES = {
  en: { finding: findingsEn, rule: rulesEn, reject: rejectionsEn, timeline: { ...timelineEn, ...storyEn }, error: { ...ruleErrorsEn, ...errorsEn } },
  fr: { finding: findingsFr, rule: rulesFr, reject: rejectionsFr, timeline: { ...timelineFr, ...storyFr }, error: { ...ruleErrorsFr, ...errorsFr } },
} satisfies Record<'en' | 'fr', Record<SaidKind, Catalogue>>
