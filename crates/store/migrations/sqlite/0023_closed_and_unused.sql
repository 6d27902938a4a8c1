-- The twin stands in ../postgres under the same number.
-- Closed accounts are few: the list of people finds them, and leaves them out, by these alone.
CREATE INDEX persons_closed ON persons (id) WHERE closed_at IS NOT NULL;
-- Kept with each write and used by no statement any more: other indexes begin alike and hold what is asked too.
-- PostgreSQL still reads a page of sittings by the second, which is narrower than theirs.
DROP INDEX registrations_by_making;
DROP INDEX sittings_by_start;
