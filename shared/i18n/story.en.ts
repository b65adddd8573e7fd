/** What the post's messages add to an item's timeline, in English; keys stand beside those of timeline.en.ts. */
export const storyEn = {
  announced: 'Announced in receptacle {receptacle} ({type} {reference})',
  'announced-loose': 'Announced ({type} {reference})',
  'announcement-withdrawn': 'Announcement taken back by the post ({type} {reference})',
  declared: 'Declared by {from} ({type} {reference})',
  'declared-unsigned': 'Declared ({type} {reference})',
  'declaration-replaced': 'Earlier declaration by {from} ({type} {reference})',
  'post-event': '{label} ({code})',
  'post-event-at': '{label} ({code}), {office}',
  'foreign-answer': 'Answer of another customs office read: {decision}',
} as const
