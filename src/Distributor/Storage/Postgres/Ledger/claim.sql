-- Takes due rows and decides each: sending, deferred or suppressed. Never merely filters, so nothing stays due for ever.
-- $1 lanes that are ready, $2 limit, $3 counter slot, $4 first day of unfinished runs (prunes partitions), $5 most rows of each
-- lane (what it may send in a quarter of a second; one while it is tried after a breakdown).
-- Only a first day: with a last day too the plan kept for all values takes the range of days for a two-hundredth of the month and
-- reads it all by the primary key instead of by lane. Days after the last are empty and cost nothing.
-- One probe per lane and priority: a shared queue would wade through rows of closed lanes and of the future.
WITH waiting AS MATERIALIZED (
  SELECT l.id, l.most, p.priority, own.parent_id, own.spacing_microseconds > 0 AS is_spaced,
    own.spacing_microseconds > 0 OR coalesce(up.spacing_microseconds > 0, false) AS needs_slot
  FROM unnest($1::int[], $5::int[]) AS l (id, most)
  JOIN lanes own ON own.id = l.id
  LEFT JOIN lanes up ON up.id = own.parent_id
  CROSS JOIN (VALUES (1::smallint), (5::smallint), (9::smallint), (12::smallint)) AS p (priority)
  CROSS JOIN LATERAL (
    SELECT FROM deliveries
    WHERE lane_id = l.id AND priority = p.priority AND due_at <= now() AND day >= $4
    ORDER BY due_at LIMIT 1
  ) first
  -- One that was told to wait since it was found ready.
  WHERE coalesce(own.held_until <= clock_timestamp(), true) AND coalesce(up.held_until <= clock_timestamp(), true)
),
-- Lanes with something due share the claim evenly: what is locked and not taken would cost as much as what is taken.
shared AS MATERIALIZED (
  SELECT w.*, least(most, ceil($2::float8 / count(*) OVER (PARTITION BY priority)))::int AS share FROM waiting w
),
-- MATERIALIZED: a LIMIT with SKIP LOCKED under a join may be run more than once and lock more rows than asked for.
due AS MATERIALIZED (
  SELECT d.*, l.parent_id, l.is_spaced, l.needs_slot
  FROM shared l
  CROSS JOIN LATERAL (
    SELECT day, run_id, address_id, part, state AS was, consent AS planned_consent, lane_id, priority, due_at, expires_at
    FROM deliveries
    WHERE lane_id = l.id AND priority = l.priority AND due_at <= now() AND day >= $4
    ORDER BY due_at LIMIT l.share
    FOR UPDATE SKIP LOCKED
  ) d
  ORDER BY d.priority, d.due_at LIMIT $2
),
judged AS MATERIALIZED (
  SELECT d.*, r.kind, r.key, a.channel, a.value, a.written_as, a.language, a.time_zone, a.subscriber_id, a.chat_id, s.name,
    a.consent AS consent_now, a.quiet_until, w.why, CASE WHEN w.why IS NULL THEN 3 WHEN w.why IN ('held', 'quiet hours') THEN 2 ELSE 6 END AS goes
  FROM due d
  JOIN runs r ON r.id = d.run_id
  LEFT JOIN addresses a ON a.id = d.address_id
  LEFT JOIN subscribers s ON s.id = a.subscriber_id
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN r.state = 'cancelled' THEN 'cancelled'
      -- Its reader was deleted while it was on its way.
      WHEN a.id IS NULL THEN 'deleted'
      -- A notice answers what its reader has just asked for, so it goes to whoever may ask.
      WHEN NOT (a.state = 'active' OR (r.kind = 'notice' AND a.state <> 'bounced')) THEN a.state
      WHEN d.expires_at <= now() THEN 'too late'
      WHEN r.state = 'held' THEN 'held'
      WHEN d.priority = 5 AND now() >= a.quiet_from AND now() < a.quiet_until THEN 'quiet hours'
    END AS why
  ) w
),
-- Of one chat one message is on the way at a time: the first of those that may go.
firsts AS MATERIALIZED (
  SELECT DISTINCT ON (chat_id) chat_id, run_id, address_id, part
  FROM judged
  WHERE goes = 3 AND chat_id IS NOT NULL
  ORDER BY chat_id, priority, due_at, run_id, address_id
),
-- The first address of a chat stands for the chat. One that another claimer has just taken is skipped, not waited for.
chats AS MATERIALIZED (
  SELECT a.id, a.next_at, f.chat_id, f.run_id, f.address_id, f.part
  FROM firsts f JOIN addresses a ON a.id = (SELECT min(x.id) FROM addresses x WHERE x.chat_id = f.chat_id)
  ORDER BY a.id
  FOR NO KEY UPDATE OF a SKIP LOCKED
),
-- What is needed later is carried along: rows of a CTE are joined one by one with another's. But each step costs every row
-- it carries, so there are few, and what only some rows need is worked out beside them.
decided AS MATERIALIZED (
  SELECT j.*, c.id AS chat_row, c.next_at AS chat_next_at, w.waits, j.goes = 3 AND NOT w.waits AS leaves
  FROM judged j LEFT JOIN chats c ON c.chat_id = j.chat_id
  CROSS JOIN LATERAL (
    SELECT j.goes = 3 AND j.chat_id IS NOT NULL AND (c.id IS NULL OR coalesce(c.next_at > now(), false)
      OR c.run_id <> j.run_id OR c.address_id <> j.address_id OR c.part <> j.part) AS waits
  ) w
),
held AS (
  -- Until its outcome is recorded; after a crash as long as the lease.
  UPDATE addresses a SET next_at = now() + interval '45 s'
  FROM decided d WHERE d.leaves AND d.chat_row IS NOT NULL AND a.id = d.chat_row
),
-- Numbered where they need slots: a lane without a limit, of its own or above it, needs none.
numbered AS MATERIALIZED (
  SELECT run_id, address_id, part, lane_id, parent_id,
    row_number() OVER (PARTITION BY lane_id ORDER BY priority, due_at) AS in_lane,
    row_number() OVER (PARTITION BY parent_id ORDER BY priority, due_at) AS in_parent
  FROM decided
  WHERE leaves AND needs_slot
),
-- Slots in the lane and the lane it belongs to. A wait is no slot: it may end before its time, as when somebody tries the lane again.
slots AS (
  UPDATE lanes l
  SET next_at = greatest(l.next_at, clock_timestamp()) + g.n * l.spacing_microseconds * interval '1 microsecond'
  FROM (
    SELECT lane_id AS id, count(*) AS n FROM numbered GROUP BY lane_id
    UNION ALL
    SELECT parent_id, count(*) FROM numbered WHERE parent_id IS NOT NULL GROUP BY parent_id
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
        CASE WHEN t.chat_next_at > now() + interval '60 s' THEN t.chat_next_at
          WHEN t.is_spaced THEN now() + interval '1 s' ELSE now() END
      WHEN t.goes = 3 THEN now() + interval '45 s'
      WHEN t.why = 'quiet hours' THEN t.quiet_until
    END,
    expires_at = CASE WHEN t.why = 'quiet hours' THEN d.expires_at + (t.quiet_until - now()) ELSE d.expires_at END
  FROM decided t
  WHERE d.day = t.day AND d.run_id = t.run_id AND d.address_id = t.address_id AND d.part = t.part
    AND d.day >= $4
  RETURNING d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id, d.priority, d.edition_id,
    d.window_from, d.window_to, d.maybe_duplicate, d.external_id, d.state,
    t.was, t.goes, t.waits, t.planned_consent, t.consent_now, t.kind, t.channel, t.value, t.written_as, t.language,
    t.time_zone, t.name, t.subscriber_id, t.key, t.leaves, t.due_at AS was_due, d.ambiguous
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT c.run_id, $3, x.state, sum(x.n * c.n)
  FROM (SELECT run_id, was, state, count(*) AS n FROM done WHERE was <> state GROUP BY run_id, was, state) c
  CROSS JOIN LATERAL (VALUES (c.was, -1), (c.state, 1)) AS x (state, n)
  GROUP BY c.run_id, x.state ORDER BY c.run_id, x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
)
SELECT CASE WHEN d.waits THEN 0 ELSE d.goes END, d.day, d.run_id, d.address_id, d.part, d.attempt, d.failures, d.lane_id,
  d.priority, d.edition_id, d.window_from, d.window_to, d.maybe_duplicate, d.consent_now, d.planned_consent <> d.consent_now,
  d.kind, d.channel, d.value, d.written_as, d.language, d.time_zone, d.name, d.subscriber_id, d.key, d.external_id,
  CASE WHEN d.leaves THEN greatest(0, extract(epoch FROM greatest(
    own.first_at + (n.in_lane - 1) * own.spacing_microseconds * interval '1 microsecond',
    up.first_at + (n.in_parent - 1) * up.spacing_microseconds * interval '1 microsecond') - clock_timestamp()) * 1000) END::float8
    AS leave_in,
  d.ambiguous, (extract(epoch FROM now() - d.was_due) * 1000)::float8
FROM done d
LEFT JOIN numbered n ON n.address_id = d.address_id AND n.run_id = d.run_id AND n.part = d.part
LEFT JOIN slots own ON own.id = n.lane_id
LEFT JOIN slots up ON up.id = n.parent_id
-- As they leave.
ORDER BY leave_in, d.priority, d.was_due, d.run_id, d.address_id;
