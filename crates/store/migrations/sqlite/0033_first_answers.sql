-- The twin stands in ../postgres under the same number.
-- Who answered a practice item first, and when: what is told of an item is read from its latest first answers.
CREATE INDEX practice_exposures_answered ON practice_exposures (family, answered_at, person_id)
  WHERE answered_at IS NOT NULL;
