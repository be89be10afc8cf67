-- Takes due rows and decides each: sending, deferred or suppressed. Never merely filters, so nothing stays due for ever.
-- $1 lanes that are ready, $2 limit, $3 counter slot, $4 first day and $5 last day of unfinished runs (prunes partitions),
-- $6 most rows of each lane (what it may send in a quarter of a second; one while it is tried after a breakdown).
-- MATERIALIZED: a LIMIT with SKIP LOCKED under a join may be run more than once and lock more rows than asked for.
-- One probe per lane and priority: a shared queue would wade through rows of closed lanes and of the future.
WITH due AS MATERIALIZED (
  SELECT d.*
  FROM unnest($1::int[], $6::int[]) AS l (id, most)
  CROSS JOIN (VALUES (1::smallint), (5::smallint), (9::smallint), (12::smallint)) AS p (priority)
  CROSS JOIN LATERAL (
    SELECT day, run_id, address_id, part, state AS was, consent AS planned_consent, lane_id, priority, due_at, expires_at
    FROM deliveries
    WHERE lane_id = l.id AND priority = p.priority AND due_at <= now() AND day BETWEEN $4 AND $5
    ORDER BY due_at LIMIT l.most
    FOR UPDATE SKIP LOCKED
  ) d
  ORDER BY d.priority, d.due_at LIMIT $2
),
judged AS MATERIALIZED (
  SELECT d.*, r.kind, r.key, a.channel, a.value, a.written_as, a.language, a.time_zone, a.subscriber_id, a.chat_id, s.name,
    a.consent AS consent_now, a.quiet_until,
    CASE
      WHEN r.state = 'cancelled' THEN 'cancelled'
      -- Its reader was deleted while it was on its way.
      WHEN a.id IS NULL THEN 'deleted'
      -- A notice answers what its reader has just asked for, so it goes to whoever may ask.
      WHEN NOT (a.state = 'active' OR (r.kind = 'notice' AND a.state <> 'bounced')) THEN a.state
      WHEN d.expires_at <= now() THEN 'too late'
      WHEN r.state = 'held' THEN 'held'
      WHEN d.priority = 5 AND now() >= a.quiet_from AND now() < a.quiet_until THEN 'quiet hours'
    END AS why
  FROM due d
  JOIN runs r ON r.id = d.run_id
  LEFT JOIN addresses a ON a.id = d.address_id
  LEFT JOIN subscribers s ON s.id = a.subscriber_id
),
-- Who may go, numbered within the chat: of one chat one message is on the way at a time.
sorted AS MATERIALIZED (
  SELECT j.*,
    CASE WHEN why IS NULL THEN 3 WHEN why IN ('held', 'quiet hours') THEN 2 ELSE 6 END AS goes,
    CASE WHEN why IS NULL AND chat_id IS NOT NULL
      THEN row_number() OVER (PARTITION BY why IS NULL, chat_id ORDER BY priority, due_at, run_id, address_id) END AS nth
  FROM judged j
),
-- The first address of a chat stands for the chat. One that another claimer has just taken is skipped, not waited for.
chats AS MATERIALIZED (
  SELECT a.id, a.chat_id, a.next_at
  FROM addresses a
  WHERE a.id IN (SELECT (SELECT min(x.id) FROM addresses x WHERE x.chat_id = s.chat_id) FROM sorted s WHERE s.nth = 1)
  ORDER BY a.id
  FOR NO KEY UPDATE SKIP LOCKED
),
decided AS MATERIALIZED (
  SELECT s.*, l.parent_id, c.id AS chat_row, c.next_at AS chat_next_at,
    s.nth IS NOT NULL AND (s.nth > 1 OR c.id IS NULL OR coalesce(c.next_at > now(), false)) AS waits,
    CASE WHEN l.spacing_microseconds > 0 THEN interval '1 s' ELSE interval '0' END AS pause
  FROM sorted s JOIN lanes l ON l.id = s.lane_id LEFT JOIN chats c ON c.chat_id = s.chat_id
),
-- Numbered where they need slots. What is needed later is carried along: rows of a CTE are joined one by one with another's.
placed AS MATERIALIZED (
  SELECT d.*, d.goes = 3 AND NOT d.waits AS leaves,
    row_number() OVER (PARTITION BY d.goes = 3 AND NOT d.waits, d.lane_id ORDER BY d.priority, d.due_at) AS in_lane,
    row_number() OVER (PARTITION BY d.goes = 3 AND NOT d.waits, d.parent_id ORDER BY d.priority, d.due_at) AS in_parent
  FROM decided d
),
held AS (
  -- Until its outcome is recorded; after a crash as long as the lease.
  UPDATE addresses a SET next_at = now() + interval '45 s' FROM placed p WHERE p.leaves AND a.id = p.chat_row
),
-- Slots in the lane and the lane it belongs to; a lane without a limit needs none.
slots AS (
  UPDATE lanes l
  SET next_at = greatest(l.next_at, l.held_until, clock_timestamp()) + g.n * l.spacing_microseconds * interval '1 microsecond'
  FROM (
    SELECT lane_id AS id, count(*) AS n FROM placed WHERE leaves GROUP BY lane_id
    UNION ALL
    SELECT parent_id, count(*) FROM placed WHERE leaves AND parent_id IS NOT NULL GROUP BY parent_id
  ) g
  WHERE l.id = g.id AND l.spacing_microseconds > 0
  RETURNING l.id, l.next_at - g.n * l.spacing_microseconds * interval '1 microsecond' AS first_at, l.spacing_microseconds
),
done AS (
  UPDATE deliveries d
  SET state = CASE WHEN t.waits THEN t.was ELSE t.goes END,
    reason = CASE WHEN t.waits THEN d.reason ELSE t.why END,
    attempt = least(d.attempt + t.leaves::int, 32767),
    -- A row still in state sending comes back because its lease has ended: it may have arrived.
    maybe_duplicate = d.maybe_duplicate OR (t.was = 3 AND NOT t.waits),
    changed_at = now(),
    due_at = CASE
      -- The chat is busy for a moment, or told us to wait for long. Without a limit (the outbox) a moment is nothing.
      WHEN t.waits THEN
        CASE WHEN t.chat_next_at > now() + interval '60 s' THEN t.chat_next_at ELSE now() + t.pause END
      WHEN t.goes = 3 THEN now() + interval '45 s'
      WHEN t.why = 'quiet hours' THEN t.quiet_until
    END,
    expires_at = CASE WHEN t.why = 'quiet hours' THEN d.expires_at + (t.quiet_until - now()) ELSE d.expires_at END
  FROM placed t
  WHERE d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
    AND d.day BETWEEN $4 AND $5
  RETURNING d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id, d.priority, d.edition_id,
    d.window_from, d.window_to, d.maybe_duplicate, d.external_id, d.state,
    t.was, t.goes, t.waits, t.planned_consent, t.consent_now, t.kind, t.channel, t.value, t.written_as, t.language,
    t.time_zone, t.name, t.subscriber_id, t.key, t.parent_id, t.leaves, t.in_lane, t.in_parent, d.ambiguous,
    t.due_at AS was_due_at
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT run_id, $3, x.state, sum(x.n)
  FROM done CROSS JOIN LATERAL (VALUES (was, -1), (done.state, 1)) AS x (state, n)
  WHERE was <> done.state
  GROUP BY run_id, x.state ORDER BY run_id, x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
)
SELECT CASE WHEN waits THEN 0 ELSE goes END, day, run_id, address_id, part, attempt, failures, lane_id, priority,
  edition_id, window_from, window_to, maybe_duplicate, consent_now, planned_consent <> consent_now, kind, channel, value,
  written_as, language, time_zone, name, subscriber_id, key, external_id,
  CASE WHEN leaves THEN greatest(0, extract(epoch FROM greatest(
    own.first_at + (in_lane - 1) * own.spacing_microseconds * interval '1 microsecond',
    up.first_at + (in_parent - 1) * up.spacing_microseconds * interval '1 microsecond') - clock_timestamp()) * 1000) END::float8,
  ambiguous, (extract(epoch FROM now() - was_due_at) * 1000)::float8
FROM done
LEFT JOIN slots own ON own.id = lane_id
LEFT JOIN slots up ON up.id = parent_id
ORDER BY priority, in_parent, in_lane, run_id, address_id;
