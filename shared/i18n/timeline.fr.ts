/** Les événements du registre tels que la chronologie les raconte, en français. ICU MessageFormat. */
import type { TimelineType } from '../domain/case.ts'

export const timelineFr: Readonly<Record<TimelineType, string>> = {
  flagged: 'Signalé : {flag}{remark}',
  unflagged: 'Signalement retiré : {flags}{remark}',
  targeted: '{told, select, yes {Ciblé ; la poste est priée de le présenter} other {Ciblé}}{remark}',
  untargeted: 'N’est plus ciblé{remark}',
  arrived: 'Arrivé{remark}',
  presented: '{implied, select, yes {Présenté à la douane (avec son contrôle)} other {Présenté à la douane}}{remark}',
  'examination-ordered':
    '{kind, select, any {Contrôle ordonné} scan {Passage au scanner ordonné} open {Ouverture ordonnée} dog {Recherche par chien ordonnée} laboratory {Analyse de laboratoire ordonnée} documents {Contrôle documentaire ordonné} other {Contrôle ordonné : {kind}}}{remark}',
  examined:
    '{result, select, clear {Contrôlé : conforme à la déclaration} discrepancy {Contrôlé : diffère de la déclaration} prohibited {Contrôlé : marchandise interdite ou réglementée} inconclusive {Contrôlé : sans conclusion} other {Contrôlé : {result}}}{found, plural, =0 {} one { (1 article diffère)} other { (# articles diffèrent)}}{remark}',
  held: 'Retenu par la douane : {reason}{remark}',
  'information-requested': 'Retenu, renseignements demandés : {reason}{remark}',
  released:
    '{approval, select, none {Libéré} same {Libéré sur décision de {officer}, approuvée par {approver} sur le même poste} other {Libéré sur décision de {officer}, approuvée par {approver}}}{remark}',
  'released-with-duty':
    '{approval, select, none {Libéré contre {amount} {currency}} same {Libéré contre {amount} {currency} sur décision de {officer}, approuvée par {approver} sur le même poste} other {Libéré contre {amount} {currency} sur décision de {officer}, approuvée par {approver}}}{remark}',
  refused: '{hasReason, select, yes {Non admis : {reason}} other {Non admis}}{remark}',
  detained: '{hasReason, select, yes {Saisi : {reason}} other {Saisi}}{remark}',
  destroyed: '{hasReason, select, yes {Destruction ordonnée : {reason}} other {Destruction ordonnée}}{remark}',
  transferred: 'Transféré à {office}{remark}',
  noted: 'Note{remark}',
  attached: 'Fichier joint : {name}{remark}',
  assigned: '{assigned, select, yes {Attribué à {user}} other {N’est plus attribué}}{remark}',
  proposed:
    '{name, select, release {Libération proposée} other {Libération contre droits proposée}}, en attente d’une seconde personne ({why, select, prohibited {un objet interdit a été trouvé} flagged_by_another {signalé par un collègue} other {circuit Ouverture}}){remark}',
  undone: 'Annulé{remark}',
  reopened: 'Dossier rouvert : {reason}{remark}',
  'answer-sent': 'Réponse envoyée à la poste : {file}{remark}',
  received: 'Reçu{remark}',
  applied:
    'Pour tout le contenu : {name} ; {accepted, plural, one {# envoi l’a pris} other {# envois l’ont pris}}, {refused, plural, =0 {aucun n’est resté} one {# est resté} other {# sont restés}}{remark}',
  unknown: 'Quelque chose que ce programme ne sait pas montrer ({type}) ; une mise à jour est nécessaire',
}
