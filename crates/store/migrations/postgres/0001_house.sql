-- Instants are BIGINT milliseconds UTC, civil dates TEXT ISO, ids TEXT with their prefix, booleans 0/1.
-- The twin stands in ../sqlite under the same number; only the surrogate keys differ.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE persons (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT,
  story TEXT,
  created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES persons (id),
  csrf TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE registrations (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  state TEXT NOT NULL,
  registered_on TEXT NOT NULL,
  sit_from TEXT NOT NULL,
  sit_until TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX registrations_by_person ON registrations (person_id);
-- One right to test per person and exam version at a time.
CREATE UNIQUE INDEX registrations_open ON registrations (person_id, exam) WHERE state = 'open';

CREATE TABLE sittings (
  id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL UNIQUE REFERENCES registrations (id),
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  form TEXT NOT NULL,
  seed BIGINT NOT NULL,
  started_on TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  deadline_at BIGINT NOT NULL,
  submitted_at BIGINT,
  time_over BIGINT NOT NULL DEFAULT 0,
  report TEXT,
  scored_at BIGINT
);
CREATE INDEX sittings_by_person ON sittings (person_id);
CREATE INDEX sittings_unfinished ON sittings (deadline_at) WHERE scored_at IS NULL;

-- Steps are appended; an item's answer is its step with the highest seq.
CREATE TABLE response_steps (
  sitting_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  response TEXT NOT NULL,
  flagged BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (sitting_id, position, seq)
);

-- What happened to a person: the history that standing is derived from. Never edited.
CREATE TABLE history (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  happened_on TEXT NOT NULL,
  kind TEXT NOT NULL,
  exam TEXT,
  certification TEXT,
  detail TEXT,
  sitting_id TEXT UNIQUE,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX history_by_person ON history (person_id, happened_on, id);

CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  certification TEXT NOT NULL,
  earned_on TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, certification, earned_on)
);

-- The order of durable effects: prepared (bytes to be signed), then signed, then published.
CREATE TABLE credential_versions (
  credential_id TEXT NOT NULL REFERENCES credentials (id),
  version BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  why TEXT NOT NULL,
  prepared TEXT NOT NULL,
  prepared_at BIGINT NOT NULL,
  signed TEXT,
  signed_at BIGINT,
  published_at BIGINT,
  PRIMARY KEY (credential_id, version)
);

CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY,
  seed TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE practices (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  practice_set TEXT NOT NULL,
  seed BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  correct BIGINT NOT NULL DEFAULT 0,
  items BIGINT NOT NULL
);
CREATE INDEX practices_by_person ON practices (person_id);

CREATE TABLE practice_answers (
  practice_id TEXT NOT NULL REFERENCES practices (id),
  position BIGINT NOT NULL,
  response TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, position)
);

CREATE TABLE prep_ticks (
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  step TEXT NOT NULL,
  ticked_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, exam, step)
);

-- Consequences committed with what they follow from; done exactly once each, by key.
CREATE TABLE jobs (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  generation BIGINT NOT NULL DEFAULT 1,
  attempts BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, subject)
);

CREATE TABLE messages (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  topic TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, topic)
);
