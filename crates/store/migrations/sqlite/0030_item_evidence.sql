-- The twin stands in ../postgres under the same number.
-- Second answers to items, as the files beside a programme record them: who or what answered which wording.
-- They belong to no version of the programme, so they stand in a table of their own, replaced as a whole.
CREATE TABLE second_answers (
  exam TEXT NOT NULL,
  -- The name of the item.
  item TEXT NOT NULL,
  -- Who answered, as a code.
  reader TEXT NOT NULL,
  -- `person` or `machine`.
  kind TEXT NOT NULL,
  -- Mark of what was asked: an answer to another wording says nothing of the present one.
  asked TEXT NOT NULL,
  PRIMARY KEY (exam, item, reader)
);
-- Which items a person answered before seeing the key: few of all that happened.
CREATE INDEX item_events_answered ON item_events (item_id) WHERE kind = 'answered';
-- On which form of which files an examination was sat, as far as its result counts: how often an item was given.
CREATE INDEX sittings_by_form ON sittings (exam, tree, form)
  WHERE scored_at IS NOT NULL AND voided_at IS NULL AND result_held_at IS NULL;
