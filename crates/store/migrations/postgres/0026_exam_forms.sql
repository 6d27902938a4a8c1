-- The twin stands in ../sqlite under the same number.
-- Forms that are being made. Those that are given stand in the programme: a frozen form becomes one by a change
-- of it.
CREATE TABLE exam_forms (
  id TEXT PRIMARY KEY,
  exam TEXT NOT NULL,
  -- As its file will be called.
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Rises with each change: who looked at an older one decides nothing.
  revision BIGINT NOT NULL,
  -- The number that chance began with when it was drawn.
  seed TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  edited_by TEXT NOT NULL,
  asked_by TEXT,
  ended_by TEXT,
  ended_at BIGINT,
  -- Which wording of which items was frozen.
  mark TEXT
);
CREATE UNIQUE INDEX exam_forms_by_name ON exam_forms (name) WHERE state <> 'dropped';
CREATE INDEX exam_forms_by_exam ON exam_forms (exam, name);

CREATE TABLE exam_form_items (
  form_id TEXT NOT NULL REFERENCES exam_forms (id),
  place BIGINT NOT NULL,
  item TEXT NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (form_id, place)
);
CREATE UNIQUE INDEX exam_form_items_once ON exam_form_items (form_id, item);

CREATE TABLE exam_form_events (
  form_id TEXT NOT NULL REFERENCES exam_forms (id),
  -- The revision that it made.
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  done_by TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  -- Of a swap: the item that went, and the one that came.
  item_from TEXT,
  item_to TEXT,
  PRIMARY KEY (form_id, number)
);
