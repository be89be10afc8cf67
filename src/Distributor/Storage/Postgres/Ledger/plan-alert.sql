-- The next slice of addresses an alert concerns, one row each, with the counts and the run's progress.
-- $1 run, $2 topic ids, $3 cadences, $4 after this address, $5 slice size.
-- Each list of subscribers is read in order of addresses and only as far as the slice goes: the first n of the union
-- are among the first n of each. A slice that read all addresses was measured at a quarter of the speed.
WITH slice AS MATERIALIZED (
  SELECT DISTINCT s.address_id
  FROM unnest($2::int[]) AS t (topic_id)
  CROSS JOIN unnest($3::smallint[]) AS c (cadence)
  CROSS JOIN LATERAL (
    SELECT address_id FROM subscriptions
    WHERE topic_id = t.topic_id AND cadence = c.cadence AND address_id > $4
    ORDER BY address_id LIMIT $5
  ) s
  ORDER BY 1 LIMIT $5
),
written AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, due_at, expires_at, changed_at)
  SELECT r.day, r.id, a.id, a.lane_id, r.priority, a.consent, e.id, now(), now() + r.late_after_minutes * interval '1 min', now()
  FROM slice s
  JOIN addresses a ON a.id = s.address_id
  JOIN runs r ON r.id = $1
  JOIN editions e ON e.run_id = r.id AND e.channel = a.channel AND e.language = a.language
  WHERE a.state = 'active' AND r.state <> 'cancelled'
  ORDER BY a.id
  ON CONFLICT DO NOTHING
  RETURNING run_id
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, 1, count(*) FROM written GROUP BY run_id
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
moved AS (
  -- Two planners of one run may overlap: rows of the later one open it again.
  UPDATE runs SET planned_after = greatest(planned_after, (SELECT max(address_id) FROM slice)),
    finished_at = CASE WHEN EXISTS (SELECT FROM written) THEN NULL ELSE finished_at END,
    state = CASE WHEN state = 'done' AND EXISTS (SELECT FROM written) THEN 'sending' ELSE state END
  WHERE id = $1 AND EXISTS (SELECT FROM slice)
)
SELECT (SELECT count(*) FROM written)::int, (SELECT max(address_id) FROM slice);
