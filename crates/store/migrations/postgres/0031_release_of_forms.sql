-- The twin stands in ../sqlite under the same number.
-- Which version of an item was frozen; none before that, and none of a form whose bank is in the programme's files.
ALTER TABLE exam_form_items ADD COLUMN version BIGINT;
-- The version of the programme that a change was prepared over; none where it goes over any.
ALTER TABLE prepared_changes ADD COLUMN tree TEXT;
-- A file that goes; it has no content.
ALTER TABLE prepared_files ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;
