import { errorsFr } from '../../shared/i18n/errors.fr.ts'
import { findingsFr } from '../../shared/i18n/findings.fr.ts'
import { rejectionsFr } from '../../shared/i18n/rejections.fr.ts'
import { ruleErrorsFr, rulesFr } from '../../shared/i18n/rules.fr.ts'
import { storyFr } from '../../shared/i18n/story.fr.ts'
import { timelineFr } from '../../shared/i18n/timeline.fr.ts'
import { byKind } from './by-kind.ts'

/** The same in French; a chunk of its own, loaded by who reads it. */
export const deskFr = byKind({ finding: findingsFr, rule: rulesFr, reject: rejectionsFr, timeline: { ...timelineFr, ...storyFr }, error: { ...ruleErrorsFr, ...errorsFr } })
