-- The twin stands in ../sqlite under the same number.
-- What a search compares stands in the row: made anew for each row that the index does not rule out, it took
-- seconds where most of 100,000 items match.
DROP INDEX item_texts_words;
ALTER TABLE item_texts ADD COLUMN sought tsvector
  GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED;
CREATE INDEX item_texts_sought ON item_texts USING gin (sought);
