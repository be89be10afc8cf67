-- Held rows of a run become due. They stay deferred, so no count changes. $1 run.
UPDATE deliveries d SET due_at = now(), reason = NULL, changed_at = now()
FROM runs r
WHERE r.id = $1 AND d.day = r.day AND d.run_id = r.id AND d.state = 2 AND d.due_at IS NULL;
