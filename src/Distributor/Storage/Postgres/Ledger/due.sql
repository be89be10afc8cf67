-- Over all lanes and priorities: how many rows are due now (each probe stops at a thousand) and when the next one is.
-- $1 first day of unfinished runs; why no last one, claim.sql tells.
SELECT least(sum(d.now), 1000)::int, min(d.next)
FROM lanes l
CROSS JOIN (VALUES (1::smallint), (5::smallint), (9::smallint), (12::smallint)) AS p (priority)
CROSS JOIN LATERAL (
  SELECT
    (SELECT count(*) FROM (
      SELECT FROM deliveries
      WHERE lane_id = l.id AND priority = p.priority AND due_at <= now() AND day >= $1 LIMIT 1000) c) AS now,
    (SELECT due_at FROM deliveries
      WHERE lane_id = l.id AND priority = p.priority AND due_at IS NOT NULL AND day >= $1
      ORDER BY due_at LIMIT 1) AS next
) d;
