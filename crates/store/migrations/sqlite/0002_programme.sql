-- The twin stands in ../postgres under the same number.
-- The programme as it was applied, version by version, and what is proposed. Never edited: a change is a
-- further version. Texts stand once, under their SHA-256, however many trees hold them.
CREATE TABLE programme_files (
  digest TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  -- Pictures that are not text.
  base64 BIGINT NOT NULL
);

CREATE TABLE programme_trees (
  tree TEXT NOT NULL,
  path TEXT NOT NULL,
  file TEXT NOT NULL REFERENCES programme_files (digest),
  PRIMARY KEY (tree, path)
);

CREATE TABLE programme_versions (
  number BIGINT PRIMARY KEY,
  tree TEXT NOT NULL,
  -- The plan under which it was applied, JSON; none for the first.
  plan TEXT,
  proposed_by TEXT,
  applied_by TEXT NOT NULL,
  applied_on TEXT NOT NULL,
  applied_at BIGINT NOT NULL
);

CREATE TABLE programme_proposals (
  id TEXT PRIMARY KEY,
  tree TEXT NOT NULL,
  title TEXT NOT NULL,
  plan TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES persons (id),
  proposed_at BIGINT NOT NULL,
  decided_by TEXT REFERENCES persons (id),
  decided_at BIGINT
);
-- One change at a time is looked at: a second would be planned against what the first replaces.
CREATE UNIQUE INDEX programme_proposals_open ON programme_proposals (state) WHERE state = 'open';

-- The tree whose form and bank a sitting was started on: it is scored by the same.
ALTER TABLE sittings ADD COLUMN tree TEXT;

-- How many credits or payments an event is about.
ALTER TABLE history ADD COLUMN n BIGINT;
