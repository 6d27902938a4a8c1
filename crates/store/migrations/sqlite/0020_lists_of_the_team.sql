-- The twin stands in ../postgres under the same number.
-- When a job was begun last, for whoever looks at it.
ALTER TABLE work ADD COLUMN begun_at BIGINT;
-- A result that the team keeps back until it releases it, and a sitting that does not count: since when, and on
-- which day of the programme. Why stands in the audit log.
ALTER TABLE sittings ADD COLUMN result_held_at BIGINT;
ALTER TABLE sittings ADD COLUMN voided_at BIGINT;
ALTER TABLE sittings ADD COLUMN voided_on TEXT;
-- What the report says, to be asked for without reading it.
ALTER TABLE sittings ADD COLUMN passed BIGINT;
UPDATE sittings SET passed = CASE WHEN report LIKE '%"passed":true%' THEN 1 ELSE 0 END WHERE report IS NOT NULL;
-- The team's list of sittings is filtered and counted by this alone.
CREATE INDEX sittings_listed ON sittings (started_at DESC, id, exam, started_on, person_id, submitted_at,
  scored_at, passed, result_held_at, voided_at);
