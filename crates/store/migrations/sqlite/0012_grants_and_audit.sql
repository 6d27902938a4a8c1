-- The twin stands in ../postgres under the same number.
-- A role is granted by somebody, with a reason, for a time; `persons.role` is of before and read by nobody.
CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES persons (id),
  role TEXT NOT NULL,
  -- 'all': the whole installation. Another kind is left alone by a release that does not know it.
  scope_kind TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  -- A person's id, or 'command line'.
  granted_by TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  withdrawn_at BIGINT,
  withdrawn_by TEXT,
  withdrawn_because TEXT
);
-- One grant of a role to a person at a time.
CREATE UNIQUE INDEX grants_in_force ON grants (person_id, role, scope_kind, scope_id) WHERE withdrawn_at IS NULL;
CREATE INDEX grants_by_role ON grants (role) WHERE withdrawn_at IS NULL;

INSERT INTO grants (id, person_id, role, scope_kind, scope_id, from_at, granted_by, granted_at, reason)
SELECT 'grt' || substr(id, 4), id, 'administrator', 'all', '', created_at, 'command line', created_at,
  'An administrator of before there were grants.'
FROM persons WHERE role = 'administrator';

-- Who did what: one row an act, in the unit of the act. Never changed, never deleted.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  done_at BIGINT NOT NULL,
  -- A person's id, or 'command line'.
  done_by TEXT NOT NULL,
  -- Its name in the table of permissions.
  act TEXT NOT NULL,
  -- Whom it concerns, where it concerns one person.
  about TEXT REFERENCES persons (id),
  -- What else it was done to, as its id or code.
  object TEXT,
  reason TEXT,
  -- What was done: a code with arguments, before and after among them.
  said TEXT NOT NULL
);
CREATE INDEX audit_log_in_time ON audit_log (done_at, id);
CREATE INDEX audit_log_about ON audit_log (about, done_at, id);
