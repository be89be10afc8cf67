-- A lane is out of order: tried again with one message after 5, 10, 20 … at most 300 s. $lane, $reason, $seen: the breakdowns
-- that were known when the message was claimed: of many messages that find it broken at once only the first counts.
UPDATE lanes
SET breakdowns = breakdowns + 1, reason = $reason, since = coalesce(since, $now),
  held_until = max(coalesce(held_until, 0), $now + min(300, 5 << min(breakdowns, 10)) * 10000000)
WHERE id = $lane AND breakdowns = $seen;
SELECT changes();
