-- The twin stands in ../sqlite under the same number.
-- An address identifies somebody only once it was verified (F3). `persons.email` stays as it was and is no
-- longer read where a row stands here: it holds the address, or the person's own id where an earlier account
-- typed the same address first.
CREATE TABLE addresses (
  person_id TEXT NOT NULL REFERENCES persons (id),
  -- NFC, lower case, the domain in A-labels.
  address TEXT NOT NULL,
  is_primary BIGINT NOT NULL,
  verified_at BIGINT,
  -- link: by a one-time link; record: the body itself named it in an import; administrator: on the command
  -- line; demonstration: invented.
  verified_how TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, address)
);
-- Unverified addresses reserve nothing.
CREATE UNIQUE INDEX addresses_verified ON addresses (address) WHERE verified_at IS NOT NULL;
CREATE INDEX addresses_by_address ON addresses (address);

-- Who typed an address in a form of before proved nothing; whoever the body named itself did.
INSERT INTO addresses (person_id, address, is_primary, verified_at, verified_how, created_at)
SELECT id, email, 1,
  CASE WHEN story IS NOT NULL OR role = 'administrator' OR password_hash IS NULL THEN created_at END,
  CASE WHEN story IS NOT NULL THEN 'demonstration' WHEN role = 'administrator' THEN 'administrator'
    WHEN password_hash IS NULL THEN 'record' END,
  created_at
FROM persons;

-- One-time links: the hash alone, used once, in the unit of what they do.
CREATE TABLE links (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES persons (id),
  address TEXT NOT NULL,
  -- An administrator's id, or 'command line'.
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX links_by_person ON links (person_id, made_at);

-- What people are found by; filled at the next start for rows of before.
ALTER TABLE persons ADD COLUMN search_key TEXT;
