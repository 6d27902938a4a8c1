-- The twin stands in ../postgres under the same number.
-- Who writes a sitting: one device at a time; empty while nobody does. Appends are judged by it under the
-- sitting's row lock.
ALTER TABLE sittings ADD COLUMN lease TEXT NOT NULL DEFAULT '';
-- Since when, milliseconds.
ALTER TABLE sittings ADD COLUMN lease_at BIGINT;

-- The client's own times, as evidence: nothing is decided by them. Milliseconds since the page began, at which
-- the item was first shown; how long it was on screen so far; and when the change was made.
ALTER TABLE response_steps ADD COLUMN item_seen_ms BIGINT;
ALTER TABLE response_steps ADD COLUMN item_elapsed_ms BIGINT;
ALTER TABLE response_steps ADD COLUMN client_elapsed_ms BIGINT;

-- What happened to a sitting beside its answers: who began to write it, who took it over. Never edited.
CREATE TABLE sitting_notes (
  id INTEGER PRIMARY KEY,
  sitting_id TEXT NOT NULL REFERENCES sittings (id),
  noted_at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  writer_from TEXT NOT NULL,
  writer_to TEXT NOT NULL,
  -- The browser's name for itself, shortened.
  device TEXT NOT NULL
);
CREATE INDEX sitting_notes_by_sitting ON sitting_notes (sitting_id, id);
