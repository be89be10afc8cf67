-- What lists of the dashboard walk. Frozen: a later change is a migration of its own.
CREATE INDEX deliveries_unsent ON deliveries (state, run_id, address_id) WHERE state IN (5, 6, 7);
CREATE INDEX deliveries_maybe_duplicate ON deliveries (run_id, address_id) WHERE maybe_duplicate;
