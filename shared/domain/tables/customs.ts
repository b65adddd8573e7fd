/**
 * Customs' vocabularies: what is declared, why an item is kept or goes back, what is decided.
 *
 * Reasons have ids of our own; `upu_code` is the number of the UPU's list, members' material that an office
 * fills in. `post_code` of a decision is the code that this office's post expects instead of ours.
 */
import { row, type ShippedRow, type ShippedTables } from './row.ts'

const reason = (id: string, event: 'EME' | 'EDC' | 'EDX', label: string, fr: string, upuCode = ''): ShippedRow => row(id, label, fr, { event, side: 'import', upu_code: upuCode })
const decision = (code: string, label: string, fr: string, event: string): ShippedRow => row(code, label, fr, { event, post_code: '' })

export const CUSTOMS_TABLES = {
  nature: [
    row('11', 'Sale of goods', 'Vente de marchandises', { commercial: 'yes' }),
    row('21', 'Returned goods', 'Retour de marchandises'),
    row('31', 'Gift', 'Cadeau'),
    row('32', 'Commercial sample', 'Échantillon commercial', { commercial: 'yes' }),
    row('91', 'Documents', 'Documents'),
    row('991', 'Mixed', 'Contenu mixte'),
    row('999', 'Other', 'Autre'),
  ],
  // What to do with an item in the hand, by what the scan station says of it: an office names its own tables and belts.
  'scan-instructions': [
    row('green', 'Let it go on', 'Laisser poursuivre'),
    row('yellow', 'To the documents desk', 'Au guichet des documents'),
    row('orange', 'To the scanner', 'Au scanner'),
    row('red', 'To the examination table', 'À la table de contrôle'),
    row('targeted', 'Take it out: it is to be presented', 'À retirer : à présenter'),
    row('flagged', 'Set it aside and ask the colleague', 'Mettre de côté et demander au collègue'),
    row('held', 'Back to the place where held items lie', 'Retour à l’emplacement des envois retenus'),
    row('closed', 'Stop: this item was decided before', 'Stop : cet envoi a déjà fait l’objet d’une décision'),
    row('missent', 'Back to the post: it is for another office', 'Retour à la poste : destiné à un autre bureau'),
    row('unknown', 'Set it aside: nobody announced it', 'Mettre de côté : personne ne l’a annoncé'),
    row('received', 'Open it, or put it with those that wait', 'L’ouvrir ou le mettre en attente'),
    row('announced', 'Announced, not received yet', 'Annoncé, pas encore reçu'),
    row('excess', 'Set it aside and tell the post', 'Mettre de côté et prévenir la poste'),
    row('dispatch', 'Scan its receptacles', 'Scanner ses récipients'),
    row('unreadable', 'Scan again, or type the number', 'Scanner à nouveau ou saisir le numéro'),
  ],
  'retention-reasons': [
    reason('awaiting-presentation', 'EME', 'Waiting to be presented to the border agency', 'En attente de présentation à l’autorité frontalière'),
    reason('unspecified', 'EME', 'Kept by the border agency; no reason given', 'Retenu par l’autorité frontalière, sans motif indiqué'),
    reason('customs-delivers', 'EME', 'Handed to customs for final delivery', 'Remis à la douane pour distribution finale'),
    reason('no-contact', 'EME', 'Addressee could not be reached for information', 'Destinataire injoignable pour renseignements'),
    reason('declaration-missing', 'EME', 'Customs declaration missing or unsuitable', 'Déclaration en douane manquante ou inadéquate'),
    reason('origin-certificate', 'EME', 'Certificate of origin missing or unsuitable', 'Certificat d’origine manquant ou inadéquat'),
    reason('invoice-missing', 'EME', 'Invoice missing or unsuitable', 'Facture manquante ou inadéquate'),
    reason('incomplete-shipment', 'EME', 'Shipment incomplete', 'Expédition incomplète'),
    reason('documents-awaited', 'EME', 'Documents missing or wrong; more are awaited', 'Documents manquants ou erronés ; compléments attendus'),
    reason('proof-of-value', 'EME', 'Waiting for proof of purchase or value', 'En attente d’une preuve d’achat ou de valeur', '65'),
    reason('import-licence', 'EME', 'Restricted import: licence missing or unsuitable', 'Importation réglementée : licence manquante ou inadéquate'),
    reason('export-licence', 'EME', 'Restricted export: licence missing or unsuitable', 'Exportation réglementée : licence manquante ou inadéquate'),
    reason('prohibited', 'EME', 'Prohibited article', 'Article prohibé'),
    reason('import-authorised', 'EDC', 'Import authorised', 'Importation autorisée'),
    reason('duties-due', 'EDC', 'Import authorised; duty or tax to pay', 'Importation autorisée ; droits ou taxes à payer'),
    reason('no-duties', 'EDC', 'Import authorised; nothing to pay', 'Importation autorisée ; rien à payer'),
    reason('remote-clearance', 'EDC', 'Forwarded for clearance at another customs office', 'Réexpédié pour dédouanement dans un autre bureau de douane'),
    reason('not-admitted', 'EDX', 'Does not meet customs requirements', 'Non conforme aux exigences douanières'),
    reason('addressee-request', 'EDX', 'At the addressee’s request', 'À la demande du destinataire'),
    reason('sender-request', 'EDX', 'At the sender’s request', 'À la demande de l’expéditeur'),
    reason('charges-unpaid', 'EDX', 'Charges not paid in time', 'Frais non payés dans les délais'),
    reason('damaged', 'EDX', 'Damaged or contents missing', 'Endommagé ou contenu manquant'),
    reason('force-majeure', 'EDX', 'Exceptional event', 'Cas de force majeure'),
  ],
  'examination-kinds': [
    row('scan', 'Scan (X-ray)', 'Radioscopie'),
    row('open', 'Opening', 'Ouverture'),
    row('dog', 'Detection dog', 'Chien de détection'),
    row('laboratory', 'Laboratory', 'Laboratoire'),
    row('documents', 'Documents', 'Documents'),
  ],
  decisions: [
    decision('RELEASE', 'Released, nothing to pay', 'Libéré, rien à payer', 'EDC'),
    decision('RELEASE_DUTY', 'Released against duty and tax', 'Libéré contre droits et taxes', 'EDC'),
    decision('PRESENT', 'To be presented to customs on arrival', 'À présenter à la douane à l’arrivée', ''),
    decision('EXAMINE', 'Examination ordered', 'Examen ordonné', 'EDB'),
    decision('HOLD', 'Held', 'Retenu', 'EME'),
    decision('REQUEST_INFO', 'Held, information requested', 'Retenu, renseignements demandés', 'EME'),
    decision('TRANSFER', 'Transferred to another office or agency', 'Transféré à un autre bureau ou service', 'EDC'),
    decision('REFUSE', 'Not admitted, return to sender', 'Non admis, retour à l’expéditeur', 'EDX'),
    decision('DETAIN', 'Detained or seized', 'Saisi ou mis en rétention', 'EDX'),
    decision('DESTROY', 'Destroyed', 'Détruit', 'EDX'),
  ],
  flags: [
    row('suspicion', 'Suspicion', 'Soupçon'),
    row('undervalued', 'Undervalued', 'Sous-évaluation'),
    row('prohibited', 'Prohibited or restricted', 'Prohibé ou réglementé'),
    row('dangerous', 'Dangerous goods', 'Marchandises dangereuses'),
    row('wildlife', 'Protected species', 'Espèces protégées'),
    row('counterfeit', 'Counterfeit', 'Contrefaçon'),
    row('other-agency', 'Another agency asks for it', 'Demandé par un autre service'),
  ],
  'watched-origins': [],
} satisfies ShippedTables
