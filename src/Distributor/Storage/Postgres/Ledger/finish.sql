-- Ends a run whose rows are all final. The caller has locked the run's row in a statement before, so that this one sees
-- every row a planner wrote under that lock. $1 run. Returns the state the run is in now.
UPDATE runs r
SET state = CASE WHEN r.state = 'cancelled' THEN r.state ELSE 'done' END, finished_at = now()
WHERE r.id = $1 AND r.state <> 'planning'
  AND NOT EXISTS (
    SELECT FROM (SELECT state, sum(n) AS n FROM run_counts WHERE run_id = $1 GROUP BY state) c
    WHERE c.state IN (1, 2, 3) AND c.n <> 0);
