/** Pourquoi une commande est refusée, en français. ICU MessageFormat. */
import type { RejectionCode } from '../domain/case.ts'

export const rejectionsFr: Readonly<Record<RejectionCode, string>> = {
  args: '{problem, select, unknown {Cette commande ne connaît pas « {key} ».} missing {Il manque « {key} ».} other {« {key} » est illisible.}}',
  'unknown-command': 'La commande « {name} » n’existe pas.',
  'newer-version': 'Cette commande vient d’un programme plus récent. Mettez ce poste à jour pour l’utiliser.',
  subject: '« {subject} » n’est pas un identifiant sous sa forme normale.',
  'text-required': 'Saisissez d’abord un texte.',
  attachment:
    '« {file} » ne peut pas être joint : {problem, select, missing {ce fichier n’existe pas} large {il dépasse 100 Mo} kind {ce n’est pas un fichier} other {il est illisible}}.',
  role: 'Votre rôle ne le permet pas.',
  'unknown-user': 'Ce bureau n’a pas d’utilisateur « {login} ».',
  'user-disabled': 'L’utilisateur « {login} » a été désactivé.',
  closed:
    'L’envoi est déjà {state, select, released {libéré} refused {refusé} detained {saisi} destroyed {détruit} transferred {transféré} other {clos}}. Un superviseur peut rouvrir le dossier.',
  'not-closed': 'Le dossier est encore ouvert.',
  already: 'C’était déjà fait ; rien n’a changé.',
  'not-flagged': 'Ce signalement n’existe pas.',
  'flag-of-another': '{actor} a posé ce signalement. Seul {actor} ou un superviseur peut le retirer.',
  'not-targeted': 'L’envoi n’est pas ciblé.',
  'not-in-custody': 'L’envoi n’est pas arrivé et aucun contrôle n’a été ordonné. Présentez-le d’abord.',
  'no-proposal': 'Rien n’attend cette approbation.',
  'own-proposal': 'C’est votre propre proposition. Une seconde personne doit l’approuver.',
  'awaiting-approval': '{actor} l’a déjà proposé. Une seconde personne doit l’approuver.',
  'needs-second-person': 'Libérer cet envoi exige un résultat de contrôle ou une seconde personne.',
  'not-undoable': 'Il n’y a rien à annuler ici.',
  'not-latest': 'Autre chose a été fait depuis. Annulez d’abord cela.',
  'not-yours': 'C’est l’action de {actor}. Seul {actor} ou un superviseur peut l’annuler.',
  'answer-sent': 'La réponse est partie à la poste. Prenez une nouvelle décision ou faites rouvrir le dossier.',
  'not-for-consignment': 'Cela se fait envoi par envoi, pas pour un récipient ou une dépêche entière.',
  'not-an-item': '« {subject} » n’est pas un envoi.',
  'not-clean':
    'Il reste : {why, select, flagged {signalé} targeted {ciblé} held {retenu} examination {contrôle inachevé} yellow {documents à vérifier} orange {à passer au scanner} red {à ouvrir} other {pas en règle}}.',
  'none-of-members':
    '{members, plural, =0 {Aucun envoi ouvert connu à l’intérieur.} one {Le seul envoi à l’intérieur le refuse.} other {Les # envois à l’intérieur le refusent tous.}}',
  fork: 'Une autre commande porte déjà le numéro {n} : deux postes comptent sous le même nom.',
  gap: 'Le numéro {n} est arrivé, le numéro {next} est attendu : il manque quelque chose avant lui.',
  'no-office': 'Le bureau n’est pas encore configuré.',
  'office-fixed': 'C’est le registre de {office} ; son bureau ne peut pas changer.',
  'login-invalid': 'Un identifiant de connexion compte 1 à 32 caractères : minuscules, chiffres, point, tiret et tiret bas, et commence par une lettre ou un chiffre.',
  'login-taken': 'L’utilisateur « {login} » existe déjà.',
  'roles-required': 'Donnez au moins un rôle à l’utilisateur.',
  'first-user': 'Le premier utilisateur doit être superviseur et administrateur.',
  'last-administrator': '« {login} » est le dernier administrateur. Nommez-en d’abord un autre.',
  'last-supervisor': '« {login} » est le dernier superviseur. Nommez-en d’abord un autre.',
  'nothing-there': 'Il n’y a rien à supprimer.',
  'too-many-views': '{most} vues sont déjà gardées. Enlevez-en une d’abord.',
}
