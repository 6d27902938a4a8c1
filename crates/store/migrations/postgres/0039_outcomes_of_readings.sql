-- The twin stands in ../sqlite under the same number.
-- Who lets their result be held against what they were told of their readiness, since when.
CREATE TABLE outcome_consents (
  person_id TEXT PRIMARY KEY REFERENCES persons (id),
  given_at BIGINT NOT NULL
);
-- What a month's readings of an exam version are corrected by: fitted once, and nobody's name is in it.
CREATE TABLE readiness_fits (
  exam TEXT NOT NULL,
  month TEXT NOT NULL,
  model TEXT NOT NULL,
  -- JSON.
  fit TEXT NOT NULL,
  PRIMARY KEY (exam, month, model)
);
