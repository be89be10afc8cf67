-- One digest row per reader of the group, "nothing new" where there is no edition, and the schedules moved.
-- $1 run; arrays: $2 address, $3 cadence, $4 edition or null, $5 window from, $6 window to, $7 next_at as read, $8 next_at now.
-- A schedule that is not as it was read belongs to a reader who has just changed the hour: left alone, planned again later.
-- The row decides who moves the cursor: where it exists already only the time moves. An address that is paused or gone gets no
-- row, and its time moves too, or its schedule would stay due for ever.
WITH asked AS MATERIALIZED (
  SELECT p.*, a.lane_id, a.consent, a.state AS address_state
  FROM unnest($2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[])
    AS p (address_id, cadence, edition_id, window_from, window_to, read_next_at, next_at)
  JOIN digest_schedules s ON s.address_id = p.address_id AND s.cadence = p.cadence AND s.next_at = p.read_next_at
    AND s.cursor = p.window_from
  JOIN addresses a ON a.id = p.address_id
  ORDER BY p.address_id
  FOR UPDATE OF s
),
written AS (
  INSERT INTO deliveries (day, run_id, address_id, lane_id, priority, consent, edition_id, state, reason,
    window_from, window_to, due_at, expires_at, changed_at)
  SELECT r.day, r.id, p.address_id, p.lane_id, r.priority, p.consent, p.edition_id,
    CASE WHEN p.edition_id IS NULL THEN 6 ELSE 1 END, CASE WHEN p.edition_id IS NULL THEN 'nothing new' END,
    p.window_from, p.window_to, CASE WHEN p.edition_id IS NULL THEN NULL ELSE now() END,
    now() + r.late_after_minutes * interval '1 min', now()
  FROM asked p JOIN runs r ON r.id = $1
  WHERE r.state <> 'cancelled' AND p.address_state = 'active'
  ON CONFLICT DO NOTHING
  RETURNING run_id, address_id, state
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, 0, state, count(*) FROM written GROUP BY run_id, state ORDER BY state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
-- Always, not only when finished: this row's lock makes whoever finishes the run wait for our rows.
reopened AS (
  UPDATE runs SET finished_at = NULL, state = CASE WHEN state IN ('done', 'scheduled') THEN 'sending' ELSE state END
  WHERE id = $1 AND EXISTS (SELECT FROM written)
),
moved AS (
  UPDATE digest_schedules s
  SET next_at = p.next_at,
    -- Not a join: the rows of one CTE would be looked through for each row of the other, a hundred million times for a slice.
    cursor = CASE WHEN p.address_id IN (SELECT address_id FROM written) THEN p.window_to ELSE s.cursor END
  FROM asked p
  WHERE s.address_id = p.address_id AND s.cadence = p.cadence
)
SELECT count(*)::int FROM written;
