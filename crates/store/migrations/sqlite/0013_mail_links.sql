-- The twin stands in ../postgres under the same number.
-- The mail that a link went out with; none for one that was handed over. A mail that was perhaps sent before a
-- crash is sent once more with another link, and both work until one of them is used.
ALTER TABLE links ADD COLUMN mail_id TEXT;
