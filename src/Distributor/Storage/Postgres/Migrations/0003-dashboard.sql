-- What lists of the dashboard walk. Frozen: a later change is a migration of its own.
-- Rows that need an explanation, of one run or of all, the newest run first. Accepted rows are not in it.
CREATE INDEX deliveries_unsent ON deliveries (state, run_id, address_id) WHERE state IN (5, 6, 7);
CREATE INDEX deliveries_maybe_duplicate ON deliveries (run_id, address_id) WHERE maybe_duplicate;

-- Any part of a name or address. Who may not create the extension still searches by beginnings.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pg_trgm is not to be had (%): search in the middle of names will be slow', SQLERRM;
END $$;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX addresses_value_part ON addresses USING gin (value gin_trgm_ops);
    CREATE INDEX subscribers_name_part ON subscribers USING gin (lower(name) gin_trgm_ops);
  END IF;
END $$;
-- One or two letters are too short for that; they are taken as the beginning.
CREATE INDEX addresses_value_begins ON addresses (value text_pattern_ops);
CREATE INDEX subscribers_name_begins ON subscribers (lower(name) text_pattern_ops);
