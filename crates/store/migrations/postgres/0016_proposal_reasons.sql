-- The twin stands in ../sqlite under the same number.
-- Why a change was proposed, for the second person, and why it was applied or withdrawn.
ALTER TABLE programme_proposals ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE programme_proposals ADD COLUMN decided_because TEXT;
