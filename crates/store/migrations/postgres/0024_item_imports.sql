-- The twin stands in ../sqlite under the same number.
-- Files of questions that were handed in, what reading them found, and what of them was kept. Nothing of a file
-- is a question of the body before somebody has seen what would become of it.
CREATE TABLE item_imports (
  id TEXT PRIMARY KEY,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  -- SHA-256 of the file.
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  state TEXT NOT NULL,
  -- What the file was found to be; none until it is read.
  format TEXT,
  -- Questions that were read, of about how many; the reading goes on behind them after a stop.
  done BIGINT NOT NULL DEFAULT 0,
  total BIGINT NOT NULL DEFAULT 0,
  whole BIGINT NOT NULL DEFAULT 0,
  with_loss BIGINT NOT NULL DEFAULT 0,
  refused BIGINT NOT NULL DEFAULT 0,
  -- Of how many questions each kind of remark is, JSON.
  found TEXT NOT NULL DEFAULT '{}',
  -- Of the file and not of a question, JSON.
  remarks TEXT NOT NULL DEFAULT '[]',
  -- Why it could not be read, JSON.
  fault TEXT,
  ended_at BIGINT,
  -- Questions that are kept from it.
  kept BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX item_imports_by_time ON item_imports (made_at, id);
CREATE INDEX item_imports_open ON item_imports (digest) WHERE state IN ('waiting', 'reading', 'ready');

-- The file, in Base64, until it is read.
CREATE TABLE item_import_parts (
  import_id TEXT NOT NULL REFERENCES item_imports (id),
  number BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (import_id, number)
);

CREATE TABLE item_import_questions (
  import_id TEXT NOT NULL REFERENCES item_imports (id),
  number BIGINT NOT NULL,
  identifier TEXT NOT NULL,
  title TEXT NOT NULL,
  -- What it asks, by the names of interactions; of what is no question the source's word for it.
  kinds TEXT NOT NULL,
  -- Where it begins in the file; 0 where that is not known.
  line BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  -- QTI 3; none of what was refused.
  item TEXT,
  -- SHA-256 of the question without its names: the same question again has the same.
  mark TEXT,
  -- JSON.
  remarks TEXT NOT NULL,
  -- What its file says beside it (name, folders, tags), JSON.
  metadata TEXT NOT NULL,
  PRIMARY KEY (import_id, number)
);
CREATE INDEX item_import_questions_by_verdict ON item_import_questions (import_id, verdict, number);
CREATE INDEX item_import_questions_by_mark ON item_import_questions (import_id, mark, number);

-- Pictures, sounds and texts that its questions show, in Base64. They stay as long as a question that was kept.
CREATE TABLE item_import_media (
  import_id TEXT NOT NULL REFERENCES item_imports (id),
  path TEXT NOT NULL,
  media_type TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (import_id, path)
);

-- Questions of the body that nobody has made into a version yet.
CREATE TABLE item_drafts (
  id TEXT PRIMARY KEY,
  identifier TEXT NOT NULL,
  title TEXT NOT NULL,
  kinds TEXT NOT NULL,
  item TEXT NOT NULL,
  mark TEXT NOT NULL,
  metadata TEXT NOT NULL,
  state TEXT NOT NULL,
  import_id TEXT REFERENCES item_imports (id),
  import_number BIGINT,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX item_drafts_by_import ON item_drafts (import_id, import_number);
CREATE INDEX item_drafts_by_mark ON item_drafts (mark);
