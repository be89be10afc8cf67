-- The earliest due time among a run's open rows. $run.
SELECT due_at FROM deliveries WHERE run_id = $run AND due_at IS NOT NULL ORDER BY due_at LIMIT 1;
