import type { dispatches as en } from '../en/dispatches.ts'

export const dispatches = {
  'dispatches.title': 'Dépêches',
  'dispatches.col.dispatch': 'Dépêche',
  'dispatches.col.category': 'Catégorie',
  'dispatches.col.status': 'Statut',
  'dispatches.col.receptacles': 'Récipients',
  'dispatches.col.items': 'Envois',
  'dispatches.col.announced': 'Annoncée',
  'dispatches.col.planned': 'Prévue',
  'dispatches.receptacles': 'Récipients de la dépêche {number}',
  'dispatches.receptacles.none': 'Aucun récipient de cette dépêche n’est connu.',
  'dispatches.showItems': 'Envois',
  'dispatches.showItems.of': 'Afficher les envois de {identifier}',
  'dispatches.empty': 'Aucune dépêche',
  'dispatches.empty.text': 'Les dépêches apparaissent quand la poste les annonce (PREDES) ou que des envois en nomment une.',
  'dispatches.counts': '{items, plural, =0 {aucun envoi connu} one {# envoi connu} other {# envois connus}}, {announced, plural, one {# annoncé} other {# annoncés}}',
  'dispatches.whole': 'Tous les envois de la dépêche',
} as const satisfies Record<keyof typeof en, string>
