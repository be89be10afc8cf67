-- Nothing leaves on a lane for a while; an earlier, longer wait stays. $lane, $wait in milliseconds, $reason.
UPDATE lanes SET next_at = max(coalesce(next_at, 0), $now + $wait * 10000), reason = $reason WHERE id = $lane;
