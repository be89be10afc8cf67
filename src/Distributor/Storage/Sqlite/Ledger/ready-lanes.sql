-- The lanes of a channel that are not closed, and in how many milliseconds each may send: its own slots and those of the lane
-- it belongs to are reserved up to a quarter of a second ahead, a wait is waited to its end. $key of the channel's lane.
SELECT l.id, l.parent_id, l.spacing_microseconds, coalesce(p.spacing_microseconds, 0), l.breakdowns, coalesce(p.breakdowns, 0),
  (max(coalesce(l.next_at - 2500000, 0), coalesce(l.held_until, 0), coalesce(p.next_at - 2500000, 0), coalesce(p.held_until, 0))
    - $now) / 10000.0,
  l.reason IS NOT NULL OR p.reason IS NOT NULL
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $key OR p.key = $key) AND l.state = 'open' AND (p.id IS NULL OR p.state = 'open')
ORDER BY l.id;
