/** Pourquoi un appel a échoué, en français. ICU MessageFormat. */
import type { errorsEn } from './errors.en.ts'

export const errorsFr: Readonly<Record<keyof typeof errorsEn, string>> = {
  internal: 'Une erreur interne s’est produite. Réessayez ; si elle persiste, transmettez la référence à la personne qui gère ce poste.',
  input: 'Le poste n’a pas pu lire cette demande : {problem}',
  'unknown-call': 'Ce poste ne connaît pas « {name} ». L’écran et le poste ne sont pas de la même version ; redémarrez le poste.',
  'signed-out': 'Connectez-vous d’abord.',
  locked: 'Le poste est verrouillé. Reconnectez-vous pour continuer.',
  role: 'Votre rôle ne permet pas cette action.',
  'wrong-password': 'Le nom ou le mot de passe est inexact.',
  'too-many-tries': 'Trop de mots de passe erronés. Réessayez dans {seconds} secondes.',
  'not-set-up': 'Aucun bureau n’est encore configuré ici.',
  'set-up-already': 'Un bureau est déjà configuré ici.',
  'not-found': 'Rien ne porte ce nom.',
  'unknown-zone': '« {zone} » n’est pas un fuseau horaire. Écrivez par exemple Europe/Zurich.',
  'weak-password': 'Choisissez un mot de passe d’au moins 8 caractères.',
  'no-store': 'Ce dossier ne contient pas de base. Configurez d’abord le bureau.',
  'wrong-key': 'Cette clé n’ouvre pas la base.',
  'no-key': 'La base est verrouillée et aucune clé n’a été trouvée. Indiquez la phrase secrète ou le fichier de clé.',
  'short-key': 'La clé doit compter au moins 16 caractères.',
  'newer-store': 'Cette base a été écrite par une version plus récente du programme. Mettez le programme à jour.',
  owned: 'Un autre poste est ouvert sur ce dossier de données.',
  'desk-closed': 'Le poste se ferme.',
  'map-invalid': 'Le modèle de message est inutilisable : {problem}',
  'rule-invalid': 'La règle est inutilisable : {problem}',
  'unreadable-file': 'Le fichier ne peut pas être lu : {reason}',
  filter: 'Ce filtre est inutilisable : {problem}',
}
