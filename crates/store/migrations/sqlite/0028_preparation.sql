-- The twin stands in ../postgres under the same number.
-- Preparing for an exam. What happened is kept; how far somebody is, what they can do and what is due is derived
-- from it. `practices`, `practice_answers` and `prep_ticks` are moved here once and not written any more; they stay
-- readable for one release.
CREATE TABLE prep_enrolments (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  -- One plan for each certification: exam versions come and go under it.
  certification TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  left_at BIGINT
);
CREATE UNIQUE INDEX prep_enrolments_open ON prep_enrolments (person_id, certification) WHERE left_at IS NULL;
CREATE INDEX prep_enrolments_by_person ON prep_enrolments (person_id);

-- Only ever added to.
CREATE TABLE prep_events (
  enrolment_id TEXT NOT NULL REFERENCES prep_enrolments (id),
  -- From 1.
  seq BIGINT NOT NULL,
  -- What asked for it: the same again adds nothing.
  command TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  -- JSON.
  event TEXT NOT NULL,
  PRIMARY KEY (enrolment_id, seq)
);
CREATE UNIQUE INDEX prep_events_by_command ON prep_events (enrolment_id, command);

CREATE TABLE practice_runs (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  mode TEXT NOT NULL,
  -- JSON: which set, domain, task or skill, and which of its items.
  scope TEXT NOT NULL,
  seed BIGINT NOT NULL,
  -- JSON: item and version of each question, in order. A set that is edited changes no run.
  items TEXT NOT NULL,
  -- The files of the programme in which those versions stand.
  tree TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX practice_runs_by_person ON practice_runs (person_id, started_at);

-- Only ever added to; the latest of an item is what was answered.
CREATE TABLE practice_responses (
  run_id TEXT NOT NULL REFERENCES practice_runs (id),
  item TEXT NOT NULL,
  -- From 1.
  seq BIGINT NOT NULL,
  -- What asked for it: the same again adds nothing.
  command TEXT NOT NULL,
  -- JSON.
  response TEXT NOT NULL,
  is_right BIGINT NOT NULL,
  sure TEXT,
  took_ms BIGINT,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, item, seq)
);
CREATE UNIQUE INDEX practice_responses_by_command ON practice_responses (run_id, item, command);

-- What somebody was shown: written in the commit that lets the item be sent, so that no crash shows one twice as
-- new. The answer is filled once, and never after the key was told.
CREATE TABLE practice_exposures (
  person_id TEXT NOT NULL REFERENCES persons (id),
  -- The item with all its versions: a corrected item is still a seen one.
  family TEXT NOT NULL,
  version TEXT NOT NULL,
  exam TEXT NOT NULL,
  pool TEXT NOT NULL,
  shown_at BIGINT NOT NULL,
  answered_at BIGINT,
  is_right BIGINT,
  revealed_at BIGINT,
  PRIMARY KEY (person_id, family)
);

-- What somebody was told of their readiness: at most one a day.
CREATE TABLE readiness_readings (
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  read_on TEXT NOT NULL,
  model TEXT NOT NULL,
  -- JSON.
  reading TEXT NOT NULL,
  PRIMARY KEY (person_id, exam, read_on)
);
