/** Ce que les messages de la poste ajoutent à la chronologie d’un envoi, en français. */
import type { storyEn } from './story.en.ts'

export const storyFr: Readonly<Record<keyof typeof storyEn, string>> = {
  announced: 'Annoncé dans le récipient {receptacle} ({type} {reference})',
  'announced-loose': 'Annoncé ({type} {reference})',
  'announcement-withdrawn': 'Annonce retirée par la poste ({type} {reference})',
  declared: 'Déclaré par {from} ({type} {reference})',
  'declared-unsigned': 'Déclaré ({type} {reference})',
  'declaration-replaced': 'Déclaration antérieure de {from} ({type} {reference})',
  'post-event': '{label} ({code})',
  'post-event-at': '{label} ({code}), {office}',
  'foreign-answer': 'Réponse d’un autre bureau de douane lue : {decision}',
}
