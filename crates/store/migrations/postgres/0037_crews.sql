-- The twin stands in ../sqlite under the same number.
-- People whom an employer or a trainer looks after: each of them accepted, and says scope by scope what is shown.
CREATE TABLE crews (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  lead_id TEXT NOT NULL REFERENCES persons (id),
  made_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX crews_by_lead ON crews (lead_id, made_at, id);

-- An invitation is one to an address and no account; of an address a crew has one, which can be sent again.
CREATE TABLE crew_invitations (
  id TEXT PRIMARY KEY,
  crew_id TEXT NOT NULL REFERENCES crews (id),
  address TEXT NOT NULL,
  -- SHA-256 of what stands in the link that was mailed last; none before a mail was sent.
  token_hash TEXT,
  invited_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  -- Accepted, or taken back.
  closed_at BIGINT
);
CREATE UNIQUE INDEX crew_invitations_by_address ON crew_invitations (crew_id, address);
CREATE UNIQUE INDEX crew_invitations_by_token ON crew_invitations (token_hash);
CREATE INDEX crew_invitations_to ON crew_invitations (address, id);

CREATE TABLE crew_members (
  id TEXT PRIMARY KEY,
  crew_id TEXT NOT NULL REFERENCES crews (id),
  person_id TEXT NOT NULL REFERENCES persons (id),
  -- Where they were invited: what the crew's lead knows them by, whatever address their account has.
  address TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  left_at BIGINT
);
CREATE UNIQUE INDEX crew_members_of_crew ON crew_members (crew_id, person_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX crew_members_by_address ON crew_members (crew_id, address) WHERE left_at IS NULL;
CREATE INDEX crew_members_by_crew ON crew_members (crew_id, joined_at, id);
CREATE INDEX crew_members_by_person ON crew_members (person_id, joined_at, id);

-- What a member shows, by scope, and since when it is so; without a row it was never shown.
CREATE TABLE crew_shares (
  member_id TEXT NOT NULL REFERENCES crew_members (id),
  scope TEXT NOT NULL,
  is_on BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (member_id, scope)
);

-- What somebody is asked to do, by the address where they were invited: asked again it is the same.
CREATE TABLE crew_assignments (
  id TEXT PRIMARY KEY,
  crew_id TEXT NOT NULL REFERENCES crews (id),
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  due_on TEXT,
  note TEXT NOT NULL,
  assigned_at BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE UNIQUE INDEX crew_assignments_of ON crew_assignments (crew_id, address, what);

-- Of whom sums were shown: a sum over nearly the same people would name the one who makes the difference.
CREATE TABLE crew_sums (
  crew_id TEXT NOT NULL REFERENCES crews (id),
  -- Ids of members, in order, JSON.
  people TEXT NOT NULL,
  shown_at BIGINT NOT NULL,
  PRIMARY KEY (crew_id, people)
);
