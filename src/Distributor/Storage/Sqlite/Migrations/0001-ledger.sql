-- The two tables of the ledger. Frozen: a later change is a migration of its own.
-- The same columns as on PostgreSQL; times are UTC ticks of 100 ns, days ISO text.

CREATE TABLE run_counts (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  slot INTEGER NOT NULL,
  state INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (run_id, slot, state)
) WITHOUT ROWID;

CREATE TABLE deliveries (
  day TEXT NOT NULL,
  run_id INTEGER NOT NULL,
  address_id INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  lane_id INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  consent INTEGER NOT NULL,
  edition_id INTEGER,
  state INTEGER NOT NULL DEFAULT 1,
  attempt INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  maybe_duplicate INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  external_id TEXT,
  window_from INTEGER,
  window_to INTEGER,
  due_at INTEGER,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (day, run_id, address_id, part)
) WITHOUT ROWID;

CREATE INDEX deliveries_due ON deliveries (lane_id, priority, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_address ON deliveries (address_id, day);
CREATE INDEX deliveries_run_due ON deliveries (run_id, due_at) WHERE due_at IS NOT NULL;
