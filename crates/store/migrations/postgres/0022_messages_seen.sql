-- The twin stands in ../sqlite under the same number.
-- Until when somebody has seen their messages; nothing where they never looked. What was told later is new, and
-- counted with every page: its index is also the order in which messages are read.
ALTER TABLE persons ADD COLUMN messages_seen_at BIGINT;
CREATE INDEX messages_by_time ON messages (person_id, created_at DESC, id DESC);
