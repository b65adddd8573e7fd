/**
 * What the ready-made views ask for: whose examination it is, since when and why an item is held, and whether the post
 * has it back.
 *
 * The columns are worked out from facts and ledger like all others, so every item is projected again; until its turn
 * comes, it stands in none of these views. The index of what the post has not confirmed is a partial one: of the many
 * released items few should be in it.
 */
import type { Migration } from '../migrate.ts'

export const examiners: Migration = {
  version: 40,
  name: 'examiners',
  sql: `
-- Who has the examination that is open: whom the case is assigned to, else who ordered it.
ALTER TABLE item ADD COLUMN examiner TEXT;
-- Since when it is held, epoch ms, and the retention reason if it is one of the office's.
ALTER TABLE item ADD COLUMN held_ms INTEGER;
ALTER TABLE item ADD COLUMN hold_reason TEXT;
-- 1: the post has reported EDC or EMF.
ALTER TABLE item ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
CREATE INDEX item_examiner ON item(examiner, id) WHERE examiner IS NOT NULL;
CREATE INDEX item_unreturned ON item(id) WHERE state = 5 AND returned = 0;
`,
  after: (db) => {
    // The same note that a change of rules leaves: the next start projects every item again, in the background.
    db.prepare("INSERT OR REPLACE INTO local(name, value) SELECT 'evaluating', '1' WHERE EXISTS (SELECT 1 FROM item)").run()
  },
}
