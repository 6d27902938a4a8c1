-- The twin stands in ../sqlite under the same number.
-- What people are told is kept as a code with its arguments, and put into words where it is read. Rows of before
-- have none, and keep their text: `subject` and `body` of a message, `why` of an edition. New rows leave
-- those empty.
ALTER TABLE messages ADD COLUMN said TEXT;
ALTER TABLE credential_versions ADD COLUMN said TEXT;
