-- Nothing leaves on a lane for a while; an earlier, longer wait stays. $1 lane, $2 milliseconds, $3 reason.
UPDATE lanes SET next_at = greatest(next_at, clock_timestamp() + $2 * interval '1 ms'), reason = $3 WHERE id = $1;
