-- The twin stands in ../sqlite under the same number.
-- The final practice exam in the exam's client: what a run of practice needs so that it can be sat. Its changes stand
-- in `practice_responses`, each with the number that the device gave it; nothing here is of an examination.
CREATE TABLE practice_sittings (
  run_id TEXT PRIMARY KEY REFERENCES practice_runs (id),
  person_id TEXT NOT NULL REFERENCES persons (id),
  practice_set TEXT NOT NULL,
  deadline_at BIGINT NOT NULL,
  -- Questions of the form that were seen before it began: then it gets no scaled score.
  seen_before BIGINT NOT NULL,
  -- Who writes it; empty while nobody does.
  writer TEXT NOT NULL,
  writing_since BIGINT,
  -- Rises with each change, so that what is handed in is what was read.
  saves BIGINT NOT NULL,
  submitted_at BIGINT,
  time_over BIGINT NOT NULL DEFAULT 0,
  -- JSON.
  report TEXT
);
-- One at a time.
CREATE UNIQUE INDEX practice_sittings_open ON practice_sittings (person_id, practice_set) WHERE submitted_at IS NULL;
CREATE INDEX practice_sittings_due ON practice_sittings (deadline_at) WHERE submitted_at IS NULL;

-- Marked to be looked at again before it is handed in.
ALTER TABLE practice_responses ADD COLUMN flagged BIGINT NOT NULL DEFAULT 0;
