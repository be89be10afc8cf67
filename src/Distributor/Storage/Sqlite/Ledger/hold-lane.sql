-- Nothing leaves on a lane for a while; an earlier, longer wait stays. Whoever tells us to wait is there: no breakdown. $lane, $wait in milliseconds, $reason.
UPDATE lanes
SET held_until = max(coalesce(held_until, 0), $now + $wait * 10000), reason = $reason, breakdowns = 0,
  since = coalesce(since, $now)
WHERE id = $lane;
SELECT changes();
