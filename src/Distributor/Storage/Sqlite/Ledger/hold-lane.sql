-- Nothing leaves on a lane for a while; an earlier, longer wait stays. $lane, $wait in milliseconds, $reason.
UPDATE lanes
SET held_until = max(coalesce(held_until, 0), $now + $wait * 10000), reason = $reason, since = coalesce(since, $now)
WHERE id = $lane;
SELECT changes();
