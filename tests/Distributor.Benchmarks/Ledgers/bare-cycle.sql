-- pgbench: takes 500 due rows of a run from one shared queue and accepts them, two transactions. -D run, -D day.
WITH due AS MATERIALIZED (
  SELECT day, run_id, address_id, part FROM deliveries
  WHERE run_id = :run::bigint AND day = :day::date AND due_at <= now()
  ORDER BY due_at LIMIT 500
  FOR UPDATE SKIP LOCKED
),
taken AS (
  UPDATE deliveries d SET state = 3, attempt = attempt + 1, due_at = now() + interval '45 s', changed_at = now()
  FROM due t
  WHERE d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part AND d.day = :day::date
  RETURNING d.address_id
)
SELECT coalesce(array_agg(address_id), '{}') AS ids FROM taken \gset

UPDATE deliveries SET state = 4, external_id = '<' || run_id || '-' || address_id || '@bench.example>', due_at = NULL, changed_at = now()
WHERE day = :day::date AND run_id = :run::bigint AND address_id = ANY (:ids::bigint[]) AND part = 0 AND state = 3;
