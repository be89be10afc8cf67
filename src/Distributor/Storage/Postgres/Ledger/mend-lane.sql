-- A message arrived: the lane is in order. $1 lane.
UPDATE lanes SET breakdowns = 0, reason = NULL, since = NULL, held_until = NULL
WHERE id = $1 AND (breakdowns > 0 OR reason IS NOT NULL) AND (held_until IS NULL OR held_until <= clock_timestamp());
