/** The ledger's events as the timeline tells them, in English. ICU MessageFormat; `timelineValues` fills the placeholders. */
import type { TimelineType } from '../domain/case.ts'

export const timelineEn: Readonly<Record<TimelineType, string>> = {
  flagged: 'Flagged: {flag}{remark}',
  unflagged: 'Flag removed: {flags}{remark}',
  targeted: '{told, select, yes {Targeted; the post is told to present it} other {Targeted}}{remark}',
  untargeted: 'No longer targeted{remark}',
  arrived: 'Arrived{remark}',
  presented: '{implied, select, yes {Presented to customs (with its examination)} other {Presented to customs}}{remark}',
  'examination-ordered':
    '{kind, select, any {Examination ordered} scan {Scan ordered} open {Opening ordered} dog {Dog search ordered} laboratory {Laboratory test ordered} documents {Document check ordered} other {Examination ordered: {kind}}}{remark}',
  examined:
    '{result, select, clear {Examined: as declared} discrepancy {Examined: differs from the declaration} prohibited {Examined: prohibited or restricted goods} inconclusive {Examined: inconclusive} other {Examined: {result}}}{found, plural, =0 {} one { (1 piece differs)} other { (# pieces differ)}}{remark}',
  held: 'Held by customs: {reason}{remark}',
  'information-requested': 'Held, information requested: {reason}{remark}',
  released:
    '{approval, select, none {Released} same {Released, decided by {officer}, approved by {approver} on the same device} other {Released, decided by {officer}, approved by {approver}}}{remark}',
  'released-with-duty':
    '{approval, select, none {Released against {amount} {currency}} same {Released against {amount} {currency}, decided by {officer}, approved by {approver} on the same device} other {Released against {amount} {currency}, decided by {officer}, approved by {approver}}}{remark}',
  refused: '{hasReason, select, yes {Not admitted: {reason}} other {Not admitted}}{remark}',
  detained: '{hasReason, select, yes {Detained: {reason}} other {Detained}}{remark}',
  destroyed: '{hasReason, select, yes {Destruction ordered: {reason}} other {Destruction ordered}}{remark}',
  transferred: 'Transferred to {office}{remark}',
  noted: 'Note{remark}',
  attached: 'File attached: {name}{remark}',
  assigned: '{assigned, select, yes {Assigned to {user}} other {No longer assigned}}{remark}',
  proposed:
    '{name, select, release {Release proposed} other {Release against duty proposed}}, waiting for a second person ({why, select, prohibited {a prohibited article was found} flagged_by_another {flagged by a colleague} other {lane Open}}){remark}',
  undone: 'Undone{remark}',
  reopened: 'Case reopened: {reason}{remark}',
  'answer-sent': 'Answer sent to the post: {file}{remark}',
  received: 'Received{remark}',
  applied:
    'For the whole contents: {name}; {accepted, plural, one {# item} other {# items}} took it, {refused, plural, =0 {none stayed behind} one {# stayed behind} other {# stayed behind}}{remark}',
  unknown: 'Something that this program cannot show ({type}); an update is needed',
}
