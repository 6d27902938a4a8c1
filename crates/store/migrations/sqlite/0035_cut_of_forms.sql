-- The twin stands in ../postgres under the same number.
-- What a panel decided about a frozen form; none where its cut is the sum of its authors' estimates.
ALTER TABLE exam_forms ADD COLUMN cut_raw BIGINT;
ALTER TABLE exam_forms ADD COLUMN cut_standard TEXT;
