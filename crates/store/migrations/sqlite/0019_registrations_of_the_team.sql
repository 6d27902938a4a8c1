-- The twin stands in ../postgres under the same number.
-- Who of the team made a registration and who withdrew it (none: whoever it is of), on which day of the
-- programme, and which one it stands in for, where that was moved.
ALTER TABLE registrations ADD COLUMN made_by TEXT;
ALTER TABLE registrations ADD COLUMN withdrawn_by TEXT;
ALTER TABLE registrations ADD COLUMN withdrawn_on TEXT;
ALTER TABLE registrations ADD COLUMN instead_of TEXT;
-- The team's list: by the day of registering, and by the last day to sit, without reading the rows themselves.
CREATE INDEX registrations_by_day ON registrations (registered_on, id, exam, state, sit_until, person_id);
CREATE INDEX registrations_by_end ON registrations (COALESCE(sit_until, '9999-12-31'), id, exam, state, sit_until, registered_on, person_id);
