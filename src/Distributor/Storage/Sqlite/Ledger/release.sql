-- Held rows of a run become due. They stay deferred, so no count changes. $run.
UPDATE deliveries SET due_at = $now, reason = NULL, changed_at = $now
FROM runs r
WHERE r.id = $run AND deliveries.day = r.day AND deliveries.run_id = r.id AND deliveries.state = 2
  AND deliveries.due_at IS NULL;
SELECT changes();
