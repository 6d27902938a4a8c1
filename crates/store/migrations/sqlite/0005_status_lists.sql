-- Where verifiers ask whether a badge was revoked (W3C Bitstring Status List 1.0; decision 15).
-- A list is a function of its places: `changes` rises with each of them, and what was made of it says of how
-- many it knows. It is made as badges are: prepared (bytes to be signed), then signed, then served.
CREATE TABLE status_lists (
  list BIGINT PRIMARY KEY,
  changes BIGINT NOT NULL DEFAULT 0,
  prepared TEXT,
  prepared_changes BIGINT NOT NULL DEFAULT -1,
  prepared_until BIGINT NOT NULL DEFAULT 0,
  signed TEXT,
  signed_changes BIGINT NOT NULL DEFAULT -1,
  signed_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);

-- A credential's place, from an edition on. It is taken back once and for good; what comes after gets another.
CREATE TABLE status_entries (
  list BIGINT NOT NULL REFERENCES status_lists (list),
  place BIGINT NOT NULL,
  credential_id TEXT NOT NULL REFERENCES credentials (id),
  version BIGINT NOT NULL,
  taken_back_at BIGINT,
  PRIMARY KEY (list, place),
  UNIQUE (credential_id, version)
);
CREATE INDEX status_entries_taken_back ON status_entries (list) WHERE taken_back_at IS NOT NULL;
