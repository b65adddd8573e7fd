/**
 * The ledger's tables in SQLite. A migration executes this string as it stands, so it never changes
 * once landed: a later change is a later migration.
 *
 * All rows are keyed by the office first, as on the hub, so that a store may hold several offices and
 * no lock or index crosses them. Headers and bodies lie apart: a purge deletes rows of the two body
 * tables and nothing else, and the chain, which covers salted digests of the bodies, still verifies.
 */
export const AUTHORITY_SCHEMA = `
-- The chain this office appends to, and its head. One row an office.
CREATE TABLE ledger_chain (
  office     TEXT    NOT NULL PRIMARY KEY,
  chain      TEXT    NOT NULL,             -- 32 hex digits; a rebuilt ledger starts another one
  seq        INTEGER NOT NULL,             -- last event; 0 for none
  hash       BLOB    NOT NULL,             -- hash at seq
  office_seq INTEGER NOT NULL,             -- last event of an @-subject: users, rules, settings …
  public_key BLOB    NOT NULL              -- Ed25519 key (SPKI, DER) that signs the pages
) STRICT, WITHOUT ROWID;

-- How far each incarnation of each device has counted.
CREATE TABLE ledger_device (
  office      TEXT    NOT NULL,
  device      TEXT    NOT NULL,
  incarnation INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  PRIMARY KEY (office, device, incarnation)
) STRICT, WITHOUT ROWID;

-- Which command was issued under which number. Apart from ledger_command, because a command that was
-- re-issued by a later incarnation keeps its id and has two numbers.
CREATE TABLE ledger_issue (
  office      TEXT    NOT NULL,
  device      TEXT    NOT NULL,
  incarnation INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  command     TEXT    NOT NULL,
  PRIMARY KEY (office, device, incarnation, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_command (
  office      TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  device      TEXT    NOT NULL,
  incarnation INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  v           INTEGER NOT NULL,
  subject     TEXT    NOT NULL,
  actor       TEXT    NOT NULL,
  at          INTEGER NOT NULL,            -- epoch ms, the issuing desk's clock
  recorded_at INTEGER NOT NULL,            -- epoch ms, the authority's clock
  digest      BLOB    NOT NULL,            -- SHA-256 of salt || canonical JSON of the whole command
  result      TEXT    NOT NULL CHECK (result IN ('accepted', 'rejected')),
  case_id     TEXT,
  state       TEXT,
  first_seq   INTEGER,                     -- its events are first_seq … last_seq; NULL when rejected
  last_seq    INTEGER,
  outcome     TEXT,                        -- JSON {rejection, members}; NULL where both are null
  PRIMARY KEY (office, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_command_body (
  office TEXT    NOT NULL,
  id     TEXT    NOT NULL,
  salt   BLOB    NOT NULL,                 -- 16 random bytes
  coding INTEGER NOT NULL,                 -- 0 plain UTF-8, 1 zstd
  body   BLOB    NOT NULL,
  PRIMARY KEY (office, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_event (
  office         TEXT    NOT NULL,
  seq            INTEGER NOT NULL,
  command        TEXT    NOT NULL,
  case_id        TEXT    NOT NULL,
  type           TEXT    NOT NULL,
  v              INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  recorded_at    INTEGER NOT NULL,
  actor          TEXT    NOT NULL,
  command_digest BLOB    NOT NULL,
  digest         BLOB    NOT NULL,         -- SHA-256 of salt || canonical JSON of the event's data
  origin_chain   TEXT,                     -- where an event was first numbered, when it was taken over from another chain
  origin_seq     INTEGER,
  PRIMARY KEY (office, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_event_case ON ledger_event (office, case_id, seq);

CREATE TABLE ledger_event_body (
  office TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  salt   BLOB    NOT NULL,
  coding INTEGER NOT NULL,
  body   BLOB    NOT NULL,
  PRIMARY KEY (office, seq)
) STRICT, WITHOUT ROWID;

-- Heads of pages of 256 events; the last one is open and signed anew with each transaction.
CREATE TABLE ledger_page (
  office     TEXT    NOT NULL,
  page       INTEGER NOT NULL,             -- 0, 1, 2 …; page p holds events 256p+1 … 256p+256
  last_seq   INTEGER NOT NULL,
  hash       BLOB    NOT NULL,             -- chain hash at last_seq
  signature  BLOB    NOT NULL,             -- Ed25519
  public_key BLOB    NOT NULL,             -- the key that signed; keys change, pages stay
  PRIMARY KEY (office, page)
) STRICT, WITHOUT ROWID;

-- Snapshots: each is the fold of its events and can be made again from them.
CREATE TABLE ledger_case (
  office    TEXT    NOT NULL,
  subject   TEXT    NOT NULL,
  k         INTEGER NOT NULL,              -- 1, 2 … in the order the ledger opened them
  case_id   TEXT    NOT NULL,              -- subject || '#' || k
  kind      TEXT    NOT NULL CHECK (kind IN ('item', 'receptacle', 'dispatch')),
  state     TEXT    NOT NULL,
  opened_at INTEGER NOT NULL,
  last_at   INTEGER NOT NULL,
  last_seq  INTEGER NOT NULL,
  snapshot  TEXT    NOT NULL,              -- JSON of the case
  PRIMARY KEY (office, subject, k)
) STRICT, WITHOUT ROWID;
`

/** The tables above, in an order in which they can be dropped or copied. */
export const AUTHORITY_TABLES = [
  'ledger_chain',
  'ledger_device',
  'ledger_issue',
  'ledger_command',
  'ledger_command_body',
  'ledger_event',
  'ledger_event_body',
  'ledger_page',
  'ledger_case',
] as const
