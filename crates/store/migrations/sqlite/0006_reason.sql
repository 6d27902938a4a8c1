-- The twin stands in ../postgres under the same number.
-- Why credits were struck or a certification revoked; and where an event is recorded that came from
-- elsewhere. Not on record before this migration, and not guessed: a revocation's reason of before stands in
-- `detail`, a strike's was never kept.
ALTER TABLE history ADD COLUMN reason TEXT;
ALTER TABLE history ADD COLUMN reference TEXT;
