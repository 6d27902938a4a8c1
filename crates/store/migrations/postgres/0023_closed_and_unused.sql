-- The twin stands in ../sqlite under the same number.
-- Closed accounts are few: the list of people finds them, and leaves them out, by these alone.
CREATE INDEX persons_closed ON persons (id) WHERE closed_at IS NOT NULL;
-- Kept with each write and used by no statement any more: another index begins alike and holds what is asked too.
DROP INDEX registrations_by_making;
