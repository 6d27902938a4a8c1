-- The twin stands in ../sqlite under the same number.
-- Studies of the work on which an outline rests: who is asked what, and what they said. A weight is derived from
-- the ratings, never stored.
CREATE TABLE practice_analyses (
  id TEXT PRIMARY KEY,
  exam TEXT NOT NULL,
  title TEXT NOT NULL,
  -- Domains with their tasks, as they were asked about, JSON: an outline that changes meanwhile changes no question.
  asked TEXT NOT NULL,
  -- Whether the answers were made up for a demonstration.
  invented BIGINT NOT NULL DEFAULT 0,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  -- The last day on which it is answered.
  closes_on TEXT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX practice_analyses_by_time ON practice_analyses (made_at, id);

CREATE TABLE analysis_experts (
  id TEXT PRIMARY KEY,
  analysis_id TEXT NOT NULL REFERENCES practice_analyses (id),
  name TEXT NOT NULL,
  -- What they do, and where: the evidence that experts were asked.
  about TEXT NOT NULL,
  -- SHA-256 of what stands in their link.
  token_hash TEXT NOT NULL,
  invited_at BIGINT NOT NULL,
  -- They are left out from then on, with what they said.
  left_out_at BIGINT
);
CREATE UNIQUE INDEX analysis_experts_by_token ON analysis_experts (token_hash);
CREATE INDEX analysis_experts_by_analysis ON analysis_experts (analysis_id, invited_at, id);

CREATE TABLE analysis_ratings (
  expert_id TEXT NOT NULL REFERENCES analysis_experts (id),
  task TEXT NOT NULL,
  -- Both 1 to 5; none where the expert cannot judge it.
  importance BIGINT,
  frequency BIGINT,
  remark TEXT NOT NULL DEFAULT '',
  rated_at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, task)
);

-- Changes of the programme that a room has prepared: files that replace or join those in force, once they are
-- proposed and applied.
CREATE TABLE prepared_changes (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  about TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  taken_back_at BIGINT
);
CREATE INDEX prepared_changes_by_time ON prepared_changes (made_at, id);

CREATE TABLE prepared_files (
  change_id TEXT NOT NULL REFERENCES prepared_changes (id),
  path TEXT NOT NULL,
  content TEXT NOT NULL,
  -- Whether the content is Base64 of a file that is no text.
  base64 BIGINT NOT NULL,
  PRIMARY KEY (change_id, path)
);
