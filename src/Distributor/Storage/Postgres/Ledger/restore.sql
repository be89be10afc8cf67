-- What was suppressed because an article was retracted is owed again, now that it is not; a finished run is open again. The caller
-- has locked the run's row in a statement before, so that whoever finishes it sees these rows. $1 run, $2 after this address,
-- $3 size of the slice, $4 counter slot. How old a row may become counts on: a day later the story is no news.
WITH slice AS MATERIALIZED (
  SELECT d.day, d.address_id, d.part,
    EXISTS (SELECT FROM addresses a WHERE a.id = d.address_id AND a.state = 'active') AS may
  FROM runs r JOIN articles x ON x.id = r.article_id JOIN deliveries d ON d.day = r.day AND d.run_id = r.id
  WHERE r.id = $1 AND r.state <> 'cancelled' AND x.state <> 'retracted' AND d.state = 6 AND d.reason = 'retracted'
    AND d.address_id > $2
  ORDER BY d.address_id FETCH FIRST $3 ROWS WITH TIES
),
done AS (
  UPDATE deliveries d SET state = 1, reason = NULL, due_at = now(), changed_at = now()
  FROM slice s
  WHERE s.may AND d.day = s.day AND d.run_id = $1 AND d.address_id = s.address_id AND d.part = s.part AND d.state = 6
  RETURNING d.run_id
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, $4, x.state, sum(x.n) FROM done CROSS JOIN LATERAL (VALUES (6::smallint, -1), (1::smallint, 1)) AS x (state, n)
  GROUP BY run_id, x.state ORDER BY x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
opened AS (
  UPDATE runs SET state = 'sending', finished_at = NULL
  WHERE id = $1 AND finished_at IS NOT NULL AND EXISTS (SELECT FROM done)
)
SELECT (SELECT count(*)::int FROM done), (SELECT max(address_id) FROM slice);
