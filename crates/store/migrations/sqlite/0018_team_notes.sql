-- The twin stands in ../postgres under the same number.
-- What the team notes about a person, for itself. Changed and removed with a line of the audit log, which keeps
-- what it said.
CREATE TABLE team_notes (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  text TEXT NOT NULL,
  written_by TEXT NOT NULL REFERENCES persons (id),
  written_at BIGINT NOT NULL,
  changed_at BIGINT
);
CREATE INDEX team_notes_by_person ON team_notes (person_id, written_at, id);
