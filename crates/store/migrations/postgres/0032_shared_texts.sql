-- The twin stands in ../sqlite under the same number.
-- Which text an item shares with others, as its latest version names it. The text itself is a file of the version.
CREATE TABLE item_shared_texts (
  item_id TEXT NOT NULL PRIMARY KEY REFERENCES items (id),
  pool TEXT NOT NULL,
  exam TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX item_shared_texts_by_name ON item_shared_texts (pool, exam, name, item_id);
