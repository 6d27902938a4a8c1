-- The twin stands in ../postgres under the same number.
-- What is asked often is found without reading a whole table; crates/store/src/plans.rs holds every hot
-- statement against it.

-- Whoever signs in sweeps out what has expired.
CREATE INDEX sessions_by_end ON sessions (expires_at);
-- The team's lists, in the order in which they are shown and exported. The last column of the people's is
-- what is searched: it is looked at before the row is read.
CREATE INDEX sittings_by_start ON sittings (started_at DESC, id);
CREATE INDEX credentials_by_making ON credentials (created_at DESC, id);
CREATE INDEX persons_by_name ON persons (name, id, search_key);
-- A demonstration's people; nobody elsewhere.
CREATE INDEX persons_with_story ON persons (id) WHERE story IS NOT NULL;
