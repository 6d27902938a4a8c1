-- The twin stands in the other folder under the same number.
-- Since when a badge's page shows its holder's name, because the holder wants it; none: it names nobody.
ALTER TABLE credentials ADD COLUMN name_shown_at BIGINT;
