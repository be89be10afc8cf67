-- A run's rows by state, summed over the writers' slots. $run.
SELECT state, sum(n) FROM run_counts WHERE run_id = $run GROUP BY state;
