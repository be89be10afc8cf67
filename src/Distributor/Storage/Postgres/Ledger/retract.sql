-- Suppresses what waits of an alert whose article was retracted, among the next slice of its rows. $1 run, $2 after this address,
-- $3 size of the slice, $4 counter slot. Rows on the wire go: they left before it was known.
WITH slice AS MATERIALIZED (
  SELECT d.day, d.address_id, d.part, d.state
  FROM deliveries d
  WHERE d.day = (SELECT r.day FROM runs r JOIN articles a ON a.id = r.article_id WHERE r.id = $1 AND a.state = 'retracted')
    AND d.run_id = $1 AND d.address_id > $2
  ORDER BY d.address_id FETCH FIRST $3 ROWS WITH TIES
),
done AS (
  UPDATE deliveries d SET state = 6, reason = 'retracted', due_at = NULL, changed_at = now()
  FROM slice s
  WHERE s.state IN (1, 2) AND d.day = s.day AND d.run_id = $1 AND d.address_id = s.address_id AND d.part = s.part
    AND d.state = s.state -- a claimer was faster
  RETURNING s.state AS was
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT $1, $4, x.state, sum(x.n) FROM done CROSS JOIN LATERAL (VALUES (was, -1), (6::smallint, 1)) AS x (state, n)
  GROUP BY x.state ORDER BY x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
)
SELECT (SELECT count(*)::int FROM done), (SELECT max(address_id) FROM slice);
