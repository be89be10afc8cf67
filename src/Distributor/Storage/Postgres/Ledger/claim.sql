-- Takes due rows and decides each: sending, deferred or suppressed. Never merely filters, so nothing stays due for ever.
-- $1 open lanes, $2 limit, $3 counter slot, $4 first day and $5 last day of unfinished runs (prunes partitions).
-- MATERIALIZED: a LIMIT with SKIP LOCKED under a join may be run more than once and lock more rows than asked for.
-- One probe per lane and priority: a shared queue would wade through rows of closed lanes and of the future.
WITH due AS MATERIALIZED (
  SELECT d.*
  FROM unnest($1::int[]) AS l (id)
  CROSS JOIN (VALUES (1::smallint), (5::smallint), (9::smallint), (12::smallint)) AS p (priority)
  CROSS JOIN LATERAL (
    SELECT day, run_id, address_id, part, state AS was, consent AS planned_consent, priority, due_at
    FROM deliveries
    WHERE lane_id = l.id AND priority = p.priority AND due_at <= now() AND day BETWEEN $4 AND $5
    ORDER BY due_at LIMIT $2
    FOR UPDATE SKIP LOCKED
  ) d
  ORDER BY d.priority, d.due_at LIMIT $2
),
take AS MATERIALIZED (
  SELECT d.*, r.kind, r.key, a.channel, a.value, a.written_as, a.language, a.time_zone, a.subscriber_id, s.name,
    a.consent AS consent_now, a.quiet_until,
    CASE
      WHEN r.state = 'cancelled' THEN 6
      WHEN NOT (a.state = 'active' OR (a.state = 'pending' AND r.kind = 'notice')) THEN 6
      WHEN r.state = 'held' THEN 2
      WHEN d.priority = 5 AND now() >= a.quiet_from AND now() < a.quiet_until THEN 2
      ELSE 3
    END AS goes,
    CASE
      WHEN r.state = 'cancelled' THEN 'cancelled'
      WHEN NOT (a.state = 'active' OR (a.state = 'pending' AND r.kind = 'notice')) THEN a.state
      WHEN r.state = 'held' THEN 'held'
      WHEN d.priority = 5 AND now() >= a.quiet_from AND now() < a.quiet_until THEN 'quiet hours'
    END AS why
  FROM due d
  JOIN runs r ON r.id = d.run_id
  JOIN addresses a ON a.id = d.address_id
  JOIN subscribers s ON s.id = a.subscriber_id
),
done AS (
  UPDATE deliveries d
  SET state = t.goes, reason = t.why, attempt = d.attempt + (t.goes = 3)::int,
    -- A row still in state sending comes back because its lease has ended: it may have arrived.
    maybe_duplicate = d.maybe_duplicate OR (t.was = 3 AND t.goes = 3),
    changed_at = now(),
    due_at = CASE WHEN t.goes = 3 THEN now() + interval '45 s' WHEN t.why = 'quiet hours' THEN t.quiet_until END
  FROM take t
  WHERE d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
    AND d.day BETWEEN $4 AND $5
  RETURNING d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id, d.priority, d.edition_id,
    d.window_from, d.window_to, d.maybe_duplicate, d.due_at,
    t.was, t.goes, t.planned_consent, t.consent_now, t.kind, t.channel, t.value, t.written_as, t.language,
    t.time_zone, t.name, t.subscriber_id, t.key, d.external_id
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, $3, x.state, sum(x.n) FROM done CROSS JOIN LATERAL (VALUES (was, -1), (goes::smallint, 1)) AS x (state, n)
  GROUP BY run_id, x.state ORDER BY run_id, x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
)
SELECT goes, day, run_id, address_id, part, attempt, failures, lane_id, priority, edition_id, window_from, window_to,
  maybe_duplicate, consent_now, planned_consent <> consent_now, kind, channel, value, written_as, language, time_zone,
  name, subscriber_id, key, external_id
FROM done ORDER BY priority, run_id, address_id;
