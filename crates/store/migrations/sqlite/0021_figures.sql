-- The twin stands in ../postgres under the same number.
-- What the team's first page and its reports count, without reading whole tables.
-- Editions in the order in which they end.
CREATE INDEX credential_versions_by_end ON credential_versions (valid_until, credential_id, version)
  WHERE published_at IS NOT NULL;
-- The sittings of a day, the latest first.
CREATE INDEX sittings_by_day ON sittings (started_on, started_at DESC, id);
-- Registrations that can be used, by exam version; and all of a span of days.
CREATE INDEX registrations_unused ON registrations (exam, sit_until) WHERE state = 'open';
-- Results in the order of their days.
CREATE INDEX history_results ON history (happened_on, id) WHERE kind IN ('pass', 'fail');
-- Results that the team keeps back are few, and so are those that were voided.
CREATE INDEX sittings_on_hold ON sittings (result_held_at) WHERE result_held_at IS NOT NULL;
CREATE INDEX history_voids ON history (person_id, reference) WHERE kind = 'void';
