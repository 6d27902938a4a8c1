-- The twin stands in ../sqlite under the same number.
-- What the team's lists of people are sorted, filtered and counted by, without reading the rows themselves.
-- Folded keys are compared letter by letter, as SQLite does it: both databases have one order.
ALTER TABLE persons ALTER COLUMN search_key TYPE TEXT COLLATE "C";
CREATE INDEX persons_by_key ON persons (search_key, id, created_at);
CREATE INDEX persons_by_age ON persons (created_at, id, search_key);
CREATE INDEX addresses_unproved ON addresses (person_id) WHERE is_primary = 1 AND verified_at IS NULL;
-- The latest first, by exam version and state.
CREATE INDEX registrations_by_making ON registrations (created_at DESC, id, exam, state, registered_on, sit_until);
