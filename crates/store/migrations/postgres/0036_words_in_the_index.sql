-- The twin stands in ../sqlite under the same number.
-- Words go into the index at once: kept aside until a vacuum, up to 4 MB of them were read through by every
-- search, which took 300 ms for a word that nothing has.
ALTER INDEX item_texts_sought SET (fastupdate = off);
SELECT gin_clean_pending_list('item_texts_sought'::regclass);
