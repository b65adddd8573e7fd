/**
 * Shifts, and what came into customs' custody and left it: projections of the ledger alone (`shared/domain/custody.ts`).
 *
 * A move is a row of its event (`seq`), a stay an unbroken time in one state. Both are written by officers' acts,
 * never by intake, so their indexes cost an import nothing. A stay that has not ended ends in the far future, so that
 * the stock of any moment is one range of `custody_stay_end`.
 *
 * A store that has lived owes the rows of its past: the writer makes them at its next start.
 */
import type { Migration } from '../migrate.ts'

export const shifts: Migration = {
  version: 30,
  name: 'shifts',
  sql: `
CREATE TABLE shift (
  id TEXT PRIMARY KEY,
  post TEXT NOT NULL,
  opened_ms INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  opened_seq INTEGER NOT NULL,
  -- JSON of OpenShift and ClosedShift (shared/domain/shift.ts).
  opening TEXT NOT NULL,
  closed_ms INTEGER,
  closed_by TEXT,
  closing TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_opened ON shift(opened_seq);

CREATE TABLE custody_move (
  seq INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  item TEXT NOT NULL,
  ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  approver TEXT,
  -- The shift that the officer's desk had open.
  shift TEXT,
  state INTEGER NOT NULL,
  flow TEXT,
  flow2 TEXT,
  duty_minor INTEGER,
  duty_currency TEXT,
  undone_seq INTEGER,
  undone_ms INTEGER,
  undoes_ms INTEGER
) STRICT;
CREATE INDEX custody_move_ms ON custody_move(ms);
CREATE INDEX custody_move_case ON custody_move(case_id);

CREATE TABLE custody_stay (
  from_seq INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  item TEXT NOT NULL,
  -- 0 custody, 1 detained.
  stock INTEGER NOT NULL,
  state INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  stock_ms INTEGER NOT NULL,
  to_seq INTEGER,
  to_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_stay_end ON custody_stay(to_ms, from_ms);
CREATE INDEX custody_stay_left ON custody_stay(to_seq) WHERE to_seq IS NOT NULL;
CREATE INDEX custody_stay_case ON custody_stay(case_id);

INSERT INTO local(name, value) SELECT 'custody-owed', '1' WHERE EXISTS (SELECT 1 FROM ledger_event);
`,
}
