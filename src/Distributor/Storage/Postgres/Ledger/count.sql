-- A run's rows by state, summed over the writers' slots. $1 run.
SELECT state, sum(n)::bigint FROM run_counts WHERE run_id = $1 GROUP BY state;
