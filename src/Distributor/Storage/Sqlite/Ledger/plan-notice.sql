-- One more row for one address in a run of notices; each notice of a day is a part of its own. $run, $address, $edition.
CREATE TEMP TABLE IF NOT EXISTS written (run_id INTEGER, state INTEGER, n INTEGER);
DELETE FROM written;
INSERT INTO deliveries (day, run_id, address_id, part, lane_id, priority, consent, edition_id, due_at, expires_at, changed_at)
SELECT r.day, r.id, a.id,
  coalesce((
    SELECT max(part) + 1 FROM deliveries d WHERE d.day = r.day AND d.run_id = r.id AND d.address_id = a.id
  ), 0),
  a.lane_id, r.priority, a.consent, $edition, $now, $now + r.late_after_minutes * 600000000, $now
FROM runs r, addresses a WHERE r.id = $run AND a.id = $address AND r.state <> 'cancelled'
ON CONFLICT DO NOTHING;
INSERT INTO written SELECT $run, 1, changes();
INSERT INTO run_counts (run_id, slot, state, n) SELECT run_id, 0, state, n FROM written WHERE n > 0
ON CONFLICT (run_id, slot, state) DO UPDATE SET n = n + excluded.n;
UPDATE runs SET finished_at = NULL, state = iif(state IN ('done', 'scheduled'), 'sending', state)
WHERE id = $run AND (SELECT n FROM written) > 0;
SELECT n FROM written;
