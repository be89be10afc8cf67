-- Leases of rows still on the wire, and their chats. $1 day, $2 run, $3 address, $4 part, $5 attempt (arrays); $6–$7 first and last
-- day.
-- The days limit the keys, not the rows, as in record.sql.
-- A row whose outcome is being recorded in this moment is skipped: two statements that wait for each other's rows are a deadlock.
WITH mine AS MATERIALIZED (
  SELECT d.day, d.run_id, d.address_id, d.part
  FROM unnest($1::date[], $2::bigint[], $3::bigint[], $4::smallint[], $5::smallint[])
    AS k (day, run_id, address_id, part, attempt)
  JOIN deliveries d ON d.day = k.day AND d.run_id = k.run_id AND d.address_id = k.address_id AND d.part = k.part
  WHERE d.attempt = k.attempt AND d.state = 3 AND k.day BETWEEN $6 AND $7 AND d.day >= $6
  FOR UPDATE OF d SKIP LOCKED
),
extended AS (
  UPDATE deliveries d SET due_at = now() + interval '45 s'
  FROM mine m
  WHERE d.day = m.day AND d.run_id = m.run_id AND d.address_id = m.address_id AND d.part = m.part
    AND d.day >= $6
  RETURNING d.address_id
),
held AS (
  UPDATE addresses a SET next_at = now() + interval '45 s'
  FROM (
    SELECT (SELECT min(x.id) FROM addresses x WHERE x.chat_id = own.chat_id) AS id
    FROM extended e JOIN addresses own ON own.id = e.address_id
    WHERE own.chat_id IS NOT NULL
    GROUP BY own.chat_id
  ) c
  WHERE a.id = c.id
)
SELECT count(*)::int FROM extended;
