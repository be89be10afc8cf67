-- A group of outcomes. $1 day, $2 run, $3 address, $4 part, $5 attempt, $6 state, $7 reason, $8 external id,
-- $9 delay in milliseconds or null, $10 counts as failure, $11 ambiguous, $12 milliseconds before the next message to the chat,
-- null for mail (arrays); $13 counter slot, $14–$15 first and last day.
-- The attempt is the fence: an answer that comes after its lease ended changes nothing and leaves an event.
-- The days limit what was told, not the rows: of rows no first and last day is asked, which PostgreSQL takes for a two-hundredth
-- of the month. While it had no statistics of a month it read all of it for each group, looking for rows it has the keys of.
WITH told AS MATERIALIZED (
  SELECT * FROM unnest($1::date[], $2::bigint[], $3::bigint[], $4::smallint[], $5::smallint[], $6::smallint[], $7::text[],
    $8::text[], $9::bigint[], $10::boolean[], $11::boolean[], $12::bigint[])
    AS o (day, run_id, address_id, part, attempt, state, reason, external_id, delay, failed, ambiguous, chat_wait)
  WHERE o.day BETWEEN $14 AND $15
),
done AS (
  UPDATE deliveries d
  SET state = CASE WHEN o.ambiguous AND d.ambiguous > 0 THEN 7 ELSE o.state END,
    reason = o.reason,
    external_id = coalesce(o.external_id, d.external_id),
    failures = d.failures + o.failed::int,
    ambiguous = d.ambiguous + o.ambiguous::int,
    maybe_duplicate = d.maybe_duplicate OR o.ambiguous,
    due_at = CASE WHEN o.state = 2 AND NOT (o.ambiguous AND d.ambiguous > 0) THEN now() + o.delay * interval '1 ms' END,
    changed_at = now()
  FROM told o
  WHERE d.day = o.day AND d.run_id = o.run_id AND d.address_id = o.address_id AND d.part = o.part
    AND d.attempt = o.attempt AND d.state = 3 AND d.day >= $14
  RETURNING d.day, d.run_id, d.address_id, d.part, d.attempt, d.lane_id, d.state, d.reason, o.chat_wait
),
counted AS (
  INSERT INTO run_counts (run_id, slot, state, n)
  SELECT c.run_id, $13, x.state, sum(x.n * c.n)
  FROM (SELECT run_id, state, count(*) AS n FROM done GROUP BY run_id, state) c
  CROSS JOIN LATERAL (VALUES (3::smallint, -1), (c.state, 1)) AS x (state, n)
  GROUP BY c.run_id, x.state ORDER BY c.run_id, x.state
  ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + excluded.n
),
-- What charts and "sent today" read, in the same transaction as the rows.
minuted AS (
  INSERT INTO delivery_minutes (minute, lane_id, state, slot, n)
  SELECT date_trunc('minute', now()), lane_id, state, $13, count(*) FROM done GROUP BY lane_id, state ORDER BY lane_id, state
  ON CONFLICT (minute, lane_id, state, slot) DO UPDATE SET n = delivery_minutes.n + excluded.n
),
-- The chat is free again, after a pause.
freed AS (
  UPDATE addresses a SET next_at = now() + c.wait * interval '1 ms'
  FROM (
    SELECT (SELECT min(x.id) FROM addresses x WHERE x.chat_id = own.chat_id) AS id, max(d.chat_wait) AS wait
    FROM done d JOIN addresses own ON own.id = d.address_id
    WHERE d.chat_wait IS NOT NULL
    GROUP BY own.chat_id
  ) c
  WHERE a.id = c.id
),
noted AS (
  INSERT INTO delivery_events (run_id, address_id, part, attempt, kind, reason, at)
  SELECT run_id, address_id, part, attempt, CASE state WHEN 2 THEN 'deferred' WHEN 5 THEN 'failed' ELSE 'uncertain' END, reason, now()
  FROM done WHERE state IN (2, 5, 7)
  UNION ALL
  -- Looked for only when some are missing: rows of two CTEs are compared one by one.
  SELECT o.run_id, o.address_id, o.part, o.attempt, 'stale', o.reason, now()
  FROM told o
  WHERE (SELECT count(*) FROM done) < (SELECT count(*) FROM told) AND NOT EXISTS (
    SELECT FROM done d WHERE d.day = o.day AND d.run_id = o.run_id AND d.address_id = o.address_id AND d.part = o.part
      AND d.attempt = o.attempt)
)
SELECT count(*)::int FROM done;
