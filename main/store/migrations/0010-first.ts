/**
 * The first store: messages and their facts, the projections, the out-tray. The ledger's own tables are
 * the authority's (`hub/authority/schema.ts`), made in the same transaction.
 *
 * Facts carry `id = message * 2^21 + n`: the facts of one message are one range of the primary key, so no
 * index on `message` is needed, and at most 2,097,151 facts of a kind fit into one message.
 *
 * Indexes with random keys are what makes intake slow at size. The hot tables have one each: the fact
 * tables by `item`, the item itself by `case_id` (of which the identifier is the prefix). All others are
 * appended to in order of arrival, or partial and small.
 */
import { AUTHORITY_SCHEMA } from '../../../hub/authority/schema.ts'
import type { Migration } from '../migrate.ts'

export const first: Migration = {
  version: 10,
  name: 'first',
  sql: `
${AUTHORITY_SCHEMA}

-- Messages: the interchanges by digest (their bytes lie outside the database), and what was read of them.
CREATE TABLE interchange (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  map TEXT,
  -- 0 being read, 1 read, 2 its import was cancelled after stop_after messages.
  done INTEGER NOT NULL DEFAULT 0,
  stop_after INTEGER
) STRICT;
CREATE INDEX interchange_open ON interchange(id) WHERE done = 0;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  interchange INTEGER NOT NULL REFERENCES interchange(id),
  n INTEGER NOT NULL,
  type TEXT NOT NULL,
  version TEXT,
  sender TEXT,
  recipient TEXT,
  reference TEXT,
  prepared_ms INTEGER,
  prepared_text TEXT,
  function TEXT NOT NULL,
  digest TEXT NOT NULL,
  map TEXT,
  byte_from INTEGER NOT NULL,
  byte_to INTEGER NOT NULL,
  -- NULL while it is being read; then a status of MESSAGE_STATUSES.
  status TEXT,
  -- 1: its facts count. A superseded, cancelled or set-aside message has 0.
  live INTEGER NOT NULL DEFAULT 0,
  -- 1 once every item that it touches has been projected.
  projected INTEGER NOT NULL DEFAULT 0,
  supersedes INTEGER REFERENCES message(id),
  superseded_by INTEGER REFERENCES message(id),
  findings INTEGER NOT NULL DEFAULT 0,
  dispatches INTEGER NOT NULL DEFAULT 0,
  receptacles INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  events INTEGER NOT NULL DEFAULT 0,
  UNIQUE (interchange, n)
) STRICT;
CREATE INDEX message_document ON message(type, reference, sender) WHERE reference IS NOT NULL;
CREATE INDEX message_status ON message(status, id);
CREATE INDEX message_pending ON message(id) WHERE projected = 0;
-- For the references of messages to each other: without them, removing one message would look through all others.
CREATE INDEX message_supersedes ON message(supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX message_superseded_by ON message(superseded_by) WHERE superseded_by IS NOT NULL;

CREATE TABLE finding (
  message INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  place TEXT NOT NULL,
  fills TEXT NOT NULL,
  item TEXT,
  PRIMARY KEY (message, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_item ON finding(item) WHERE item IS NOT NULL;

-- Facts: the canonical records, as read.
CREATE TABLE dispatch_advice (
  id INTEGER PRIMARY KEY,
  dispatch TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX dispatch_advice_dispatch ON dispatch_advice(dispatch);
CREATE TABLE receptacle_advice (
  id INTEGER PRIMARY KEY,
  receptacle TEXT NOT NULL,
  dispatch TEXT,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX receptacle_advice_receptacle ON receptacle_advice(receptacle);
CREATE TABLE item_advice (
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  receptacle TEXT,
  dispatch TEXT
) STRICT;
CREATE INDEX item_advice_item ON item_advice(item);
CREATE TABLE declaration (
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  -- Everything but the content: a Declaration of shared/domain/records.ts as JSON.
  record TEXT NOT NULL
) STRICT;
CREATE INDEX declaration_item ON declaration(item);
CREATE TABLE content_piece (
  declaration INTEGER NOT NULL,
  piece INTEGER NOT NULL,
  description TEXT,
  quantity REAL,
  net_g INTEGER,
  value_text TEXT,
  value_minor INTEGER,
  value_exponent INTEGER,
  currency TEXT,
  hs TEXT,
  origin TEXT,
  PRIMARY KEY (declaration, piece)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_event (
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  code TEXT NOT NULL,
  at_ms INTEGER,
  at_text TEXT,
  at_assumed INTEGER NOT NULL DEFAULT 0,
  office TEXT,
  receptacle TEXT,
  reason TEXT,
  remark TEXT
) STRICT;
CREATE INDEX item_event_item ON item_event(item);
-- Customs decisions that came back to us (a CUSRSP of another office); history on the item.
CREATE TABLE item_decision (
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX item_decision_item ON item_decision(item);

-- Projections. state and lane are positions in CASE_STATES and LANES.
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  case_id TEXT NOT NULL,
  dispatch TEXT,
  receptacle TEXT,
  state INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  open INTEGER NOT NULL,
  targeted INTEGER NOT NULL DEFAULT 0,
  flagged INTEGER NOT NULL DEFAULT 0,
  proposed INTEGER NOT NULL DEFAULT 0,
  flags TEXT,
  assignee TEXT,
  class TEXT,
  origin_country TEXT,
  nature TEXT,
  description TEXT,
  pieces INTEGER NOT NULL DEFAULT 0,
  gross_g INTEGER,
  value TEXT,
  currency TEXT,
  sender TEXT,
  addressee TEXT,
  announced INTEGER NOT NULL,
  -- The declaration in force; NULL: no advance data.
  declaration INTEGER,
  last_event TEXT,
  last_event_ms INTEGER,
  -- [{rule, lane, code, text?, fills, values}] of the hits; NULL when none.
  hits TEXT,
  -- Quality findings of the declaration in force; NULL when none.
  quality TEXT,
  first_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX item_case ON item(case_id);
CREATE INDEX item_state ON item(state, id);
CREATE INDEX item_lane ON item(open, lane, id);
CREATE INDEX item_dispatch ON item(dispatch, id);
CREATE INDEX item_receptacle ON item(receptacle, id);
CREATE INDEX item_targeted ON item(id) WHERE targeted = 1;
CREATE INDEX item_flagged ON item(id) WHERE flagged = 1;
CREATE INDEX item_proposed ON item(id) WHERE proposed = 1;
CREATE INDEX item_undeclared ON item(id) WHERE declaration IS NULL AND open = 1;
CREATE INDEX item_assignee ON item(assignee, id) WHERE assignee IS NOT NULL;

CREATE VIRTUAL TABLE item_words USING fts5(description, parties, content='', contentless_delete=1, detail='none', prefix='3', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE item_marks USING fts5(item, content='', contentless_delete=1, detail='none', tokenize="trigram case_sensitive 0");

CREATE TABLE dispatch (
  dispatch TEXT PRIMARY KEY,
  origin TEXT,
  destination TEXT,
  category TEXT,
  subclass TEXT,
  announced INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  announced_ms INTEGER,
  planned_arrival_ms INTEGER,
  planned_departure_ms INTEGER,
  counted_items INTEGER,
  counted_receptacles INTEGER,
  weight_g INTEGER,
  transport TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE receptacle (
  receptacle TEXT PRIMARY KEY,
  dispatch TEXT,
  type TEXT,
  weight_g INTEGER,
  announced_items INTEGER,
  status TEXT NOT NULL,
  remark TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX receptacle_dispatch ON receptacle(dispatch);

-- Counts that the screens show, kept by the projection: key = state|lane|targeted|declared, dispatch and receptacle tallies.
CREATE TABLE counter (
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;

-- The out-tray: answers owed by ledger events. Bytes are made when written, from the event alone.
CREATE TABLE out_tray (
  -- <command id>/<member item>/<type>: a second write is the same file.
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  item TEXT NOT NULL,
  case_id TEXT NOT NULL,
  command TEXT NOT NULL,
  decision TEXT,
  event TEXT,
  actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  supersedes TEXT,
  superseded_by TEXT,
  file TEXT,
  digest TEXT,
  reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX out_tray_seq ON out_tray(seq);
CREATE INDEX out_tray_waiting ON out_tray(due_ms) WHERE status IN ('waiting', 'failed');
CREATE INDEX out_tray_item ON out_tray(item);
CREATE INDEX out_tray_case ON out_tray(case_id);

-- Kept besides the two logs: this desk's identity and keys, local settings, who looked up whom.
CREATE TABLE local (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attachment (
  digest TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT,
  size INTEGER NOT NULL,
  added_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE access_log (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL
) STRICT;
`,
}
