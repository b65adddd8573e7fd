import { errorsEn } from '../../shared/i18n/errors.en.ts'
import { findingsEn } from '../../shared/i18n/findings.en.ts'
import { rejectionsEn } from '../../shared/i18n/rejections.en.ts'
import { ruleErrorsEn, rulesEn } from '../../shared/i18n/rules.en.ts'
import { storyEn } from '../../shared/i18n/story.en.ts'
import { timelineEn } from '../../shared/i18n/timeline.en.ts'
import { byKind } from './by-kind.ts'

/** What the desk says, in English, under the kinds by which screens look it up. */
export const deskEn = byKind({ finding: findingsEn, rule: rulesEn, reject: rejectionsEn, timeline: { ...timelineEn, ...storyEn }, error: { ...ruleErrorsEn, ...errorsEn } })
