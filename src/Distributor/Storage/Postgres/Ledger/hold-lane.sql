-- Nothing leaves on a lane for a while; an earlier, longer wait stays. Whoever tells us to wait is there: no breakdown. $1 lane, $2 milliseconds, $3 reason.
UPDATE lanes
SET held_until = greatest(held_until, clock_timestamp() + $2 * interval '1 ms'), reason = $3, breakdowns = 0,
  since = coalesce(since, now())
WHERE id = $1;
