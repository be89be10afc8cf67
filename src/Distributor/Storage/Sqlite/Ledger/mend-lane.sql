-- A message arrived: the lane is in order. $lane.
UPDATE lanes SET breakdowns = 0, reason = NULL, since = NULL, held_until = NULL
WHERE id = $lane AND (breakdowns > 0 OR reason IS NOT NULL) AND (held_until IS NULL OR held_until <= $now);
SELECT changes();
