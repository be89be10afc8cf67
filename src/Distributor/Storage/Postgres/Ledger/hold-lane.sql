-- Nothing leaves on a lane for a while; an earlier, longer wait stays. $1 lane, $2 milliseconds, $3 reason.
UPDATE lanes
SET held_until = greatest(held_until, clock_timestamp() + $2 * interval '1 ms'), reason = $3, since = coalesce(since, now())
WHERE id = $1;
