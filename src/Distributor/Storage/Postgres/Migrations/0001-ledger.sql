-- The two tables of the ledger. Frozen: a later change is a migration of its own.

CREATE TABLE run_counts (
  run_id bigint NOT NULL REFERENCES runs (id),
  slot smallint NOT NULL,
  state smallint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (run_id, slot, state)
);

-- day comes from the run, never from the clock: else planning again after midnight would write a second row.
CREATE TABLE deliveries (
  day date NOT NULL,
  run_id bigint NOT NULL,
  address_id bigint NOT NULL,
  part smallint NOT NULL DEFAULT 0,
  lane_id int NOT NULL,
  priority smallint NOT NULL,
  consent int NOT NULL,
  edition_id bigint,
  state smallint NOT NULL DEFAULT 1,
  attempt smallint NOT NULL DEFAULT 0,
  failures smallint NOT NULL DEFAULT 0,
  ambiguous smallint NOT NULL DEFAULT 0,
  maybe_duplicate boolean NOT NULL DEFAULT false,
  reason text,
  external_id text,
  window_from bigint,
  window_to bigint,
  due_at timestamptz,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (day, run_id, address_id, part)
) PARTITION BY RANGE (day);

-- The claim's way in: one lane, one priority, in order of time. Final and held rows are not in it.
CREATE INDEX deliveries_due ON deliveries (lane_id, priority, due_at) WHERE due_at IS NOT NULL;
-- A person's history, and the withdrawal of what waits for one address.
CREATE INDEX deliveries_address ON deliveries (address_id, day);
-- When a run's next row is due.
CREATE INDEX deliveries_run_due ON deliveries (run_id, due_at) WHERE due_at IS NOT NULL;
