-- The twin stands in ../sqlite under the same number.
-- A closed account lets nobody in; everything that is on record stays. Opened again, both are empty.
ALTER TABLE persons ADD COLUMN closed_at BIGINT;
-- Who closed it: a person's id, their own where they did.
ALTER TABLE persons ADD COLUMN closed_by TEXT;
