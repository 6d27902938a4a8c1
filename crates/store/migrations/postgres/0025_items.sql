-- The twin stands in ../sqlite under the same number.
-- Items in which a body works. What is asked is an authoring file with what stands beside it; what happened to an
-- item is a list of events, of which every other column here is a copy for lists and searches.
CREATE TABLE items (
  -- For the search; an item is named by its id.
  place BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  pool TEXT NOT NULL,
  exam TEXT NOT NULL,
  -- The name of its authoring file, and so of the item on forms.
  slug TEXT NOT NULL,
  -- How many events there are: whoever writes says how many there were.
  seq BIGINT NOT NULL,
  -- The latest version, and how it stands.
  latest BIGINT NOT NULL,
  state TEXT NOT NULL,
  -- The version that forms take, and how it stands.
  live BIGINT,
  live_state TEXT,
  -- What the latest version says of itself.
  domain TEXT NOT NULL,
  task TEXT NOT NULL,
  skill TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  artefact TEXT NOT NULL,
  title TEXT NOT NULL,
  -- Who began it.
  author TEXT NOT NULL,
  comments_open BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX items_by_slug ON items (pool, slug);
CREATE INDEX items_by_change ON items (changed_at, id);
CREATE INDEX items_by_place ON items (pool, exam, slug, id);
CREATE INDEX items_by_skill ON items (pool, exam, skill, state);
CREATE INDEX items_by_state ON items (state, pool, exam);
CREATE INDEX items_by_author ON items (author, changed_at);

-- The files of versions; those that are the same are kept once.
CREATE TABLE item_contents (
  digest TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  -- Whether it stands here in Base64.
  base64 BIGINT NOT NULL
);

CREATE TABLE item_versions (
  item_id TEXT NOT NULL REFERENCES items (id),
  number BIGINT NOT NULL,
  -- Of all its files, and of what is asked.
  mark TEXT NOT NULL,
  asked TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (item_id, number)
);

CREATE TABLE item_version_files (
  item_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  -- Below the folder of its exam version; the authoring file is named after the item.
  name TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES item_contents (digest),
  PRIMARY KEY (item_id, number, name),
  FOREIGN KEY (item_id, number) REFERENCES item_versions (item_id, number)
);
CREATE INDEX item_version_files_by_digest ON item_version_files (digest);

CREATE TABLE item_events (
  item_id TEXT NOT NULL REFERENCES items (id),
  -- From 1.
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  done_by TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  -- JSON.
  event TEXT NOT NULL,
  PRIMARY KEY (item_id, seq)
);
CREATE INDEX item_events_by_doer ON item_events (done_by, done_at);

-- Who reviews what: a copy of what events say, for the list of a reviewer's own.
CREATE TABLE item_seats (
  item_id TEXT NOT NULL REFERENCES items (id),
  reviewer TEXT NOT NULL REFERENCES persons (id),
  due_on TEXT,
  -- Until when it was taken; none where a bank manager gave it.
  until_at BIGINT,
  -- Whether the latest version was answered, and decided about.
  answered BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  PRIMARY KEY (item_id, reviewer)
);
CREATE INDEX item_seats_by_reviewer ON item_seats (reviewer, decided, due_on);

CREATE TABLE item_tags (
  item_id TEXT NOT NULL REFERENCES items (id),
  tag TEXT NOT NULL,
  PRIMARY KEY (item_id, tag)
);
CREATE INDEX item_tags_by_tag ON item_tags (tag, item_id);

-- The words of each item, lower case, a space between: what a search looks through.
CREATE TABLE item_texts (
  place BIGINT PRIMARY KEY REFERENCES items (place),
  words TEXT NOT NULL
);
CREATE INDEX item_texts_words ON item_texts USING gin (to_tsvector('simple', words));

-- Where somebody writes or reviews: an exam version, and one of its domains or all.
CREATE TABLE item_scopes (
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  -- Empty: all.
  domain TEXT NOT NULL,
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, exam, domain)
);

-- Whose questions somebody has seen: they do not sit that exam version.
CREATE TABLE item_seen (
  person_id TEXT NOT NULL REFERENCES persons (id),
  exam TEXT NOT NULL,
  how TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, exam)
);

-- Changes of many items at once, to be undone together.
CREATE TABLE item_batches (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  -- What was done, JSON.
  said TEXT NOT NULL,
  done_by TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  items BIGINT NOT NULL,
  undone_by TEXT,
  undone_at BIGINT
);
CREATE INDEX item_batches_by_time ON item_batches (done_at, id);

CREATE TABLE item_batch_items (
  batch_id TEXT NOT NULL REFERENCES item_batches (id),
  item_id TEXT NOT NULL REFERENCES items (id),
  -- How many events there were after it.
  seq BIGINT NOT NULL,
  -- How it was before, JSON.
  before TEXT NOT NULL,
  PRIMARY KEY (batch_id, item_id)
);
