-- A lane is out of order: tried again with one message after 5, 10, 20 … at most 300 s. $1 lane, $2 reason, $3 the breakdowns
-- that were known when the message was claimed: of many messages that find it broken at once only the first counts.
UPDATE lanes
SET breakdowns = breakdowns + 1, reason = $2, since = coalesce(since, now()),
  held_until = greatest(held_until, clock_timestamp() + least(300, 5 * 2 ^ least(breakdowns, 10)) * interval '1 s')
WHERE id = $1 AND breakdowns = $3;
