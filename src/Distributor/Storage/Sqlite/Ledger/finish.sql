-- Ends a run whose rows are all final. $run.
UPDATE runs
SET state = iif(state = 'cancelled', state, 'done'), finished_at = $now
WHERE id = $run AND state <> 'planning'
  AND NOT EXISTS (
    SELECT 1 FROM (SELECT state, sum(n) AS n FROM run_counts WHERE run_id = $run GROUP BY state) c
    WHERE c.state IN (1, 2, 3) AND c.n <> 0);
SELECT changes();
