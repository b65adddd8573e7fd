/**
 * The floor: what was announced where, what was seen, and how far each dispatch and receptacle has come.
 *
 * Counters of dispatches and receptacles tell more apart (`main/store/consignment-tally.ts`), and a dispatch keeps
 * its own status and its place on the board. What the new columns say follows from facts that SQL cannot read, so
 * the rows are marked to be projected again; until then they count as not seen, and the counters agree with that.
 */
import type { Migration } from '../migrate.ts'

export const floor: Migration = {
  version: 20,
  name: 'floor',
  sql: `
-- The receptacle that the announcement in force puts it in; receptacle is where it was found, if that is known.
ALTER TABLE item ADD COLUMN advised TEXT;
-- 1: somebody had it in the hand here. Released on data alone is not seen.
ALTER TABLE item ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX item_elsewhere ON item(advised, id) WHERE advised IS NOT NULL AND receptacle IS NOT advised;
-- Targeted and not presented: states expected and arrived.
CREATE INDEX item_to_locate ON item(receptacle, id) WHERE targeted = 1 AND state < 2;

-- A DispatchStatus; NULL until its first projection is committed.
ALTER TABLE dispatch ADD COLUMN status TEXT;
ALTER TABLE dispatch ADD COLUMN arrived_ms INTEGER;
-- Its place on the board: arrived, else planned, else announced; without any of them the end of time, so that it stands on top.
ALTER TABLE dispatch ADD COLUMN due_ms INTEGER NOT NULL DEFAULT 253402214400000;
-- The flight or voyage that brings it here; '' where nobody says.
ALTER TABLE dispatch ADD COLUMN brought_by TEXT NOT NULL DEFAULT '';
-- Announcements in force (more than one: parallel), and all that were made.
ALTER TABLE dispatch ADD COLUMN advices INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN versions INTEGER NOT NULL DEFAULT 0;
CREATE INDEX dispatch_due ON dispatch(due_ms DESC, brought_by, dispatch);
CREATE INDEX dispatch_status ON dispatch(status, due_ms DESC, brought_by, dispatch);

ALTER TABLE receptacle ADD COLUMN announced_g INTEGER;
ALTER TABLE receptacle ADD COLUMN found_g INTEGER;
-- How often announcements in force list it, and how often reports say that it came.
ALTER TABLE receptacle ADD COLUMN announcements INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receptacle ADD COLUMN arrivals INTEGER NOT NULL DEFAULT 0;

DELETE FROM counter WHERE name IN ('dispatch-state', 'receptacle-items');
INSERT INTO counter(name, key, n)
  SELECT 'dispatch-tally', dispatch || '|' || state || '|' || targeted || '|' || (declaration IS NOT NULL) || '|' || seen || '|' || (receptacle IS NOT advised), count(*)
  FROM item WHERE dispatch IS NOT NULL GROUP BY 2;
INSERT INTO counter(name, key, n)
  SELECT 'receptacle-tally', receptacle || '|' || state || '|' || targeted || '|' || (declaration IS NOT NULL) || '|' || seen || '|' || (receptacle IS NOT advised), count(*)
  FROM item WHERE receptacle IS NOT NULL GROUP BY 2;
INSERT INTO counter(name, key, n)
  SELECT 'dispatch-receptacles', dispatch || '|' || status || '|0', count(*) FROM receptacle WHERE dispatch IS NOT NULL GROUP BY 2;

INSERT OR REPLACE INTO local(name, value) SELECT 'consignments', '1' WHERE EXISTS (SELECT 1 FROM message);
INSERT INTO local(name, value) SELECT 'evaluating', '1' WHERE EXISTS (SELECT 1 FROM message) OR EXISTS (SELECT 1 FROM item)
  ON CONFLICT(name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT);
`,
}
