-- The lanes of a channel that are not closed, and in how many milliseconds each may send: its own slots and those of the lane
-- it belongs to are reserved up to a quarter of a second ahead, a wait is waited to its end. $1 key of the channel's lane.
SELECT l.id, l.parent_id, l.spacing_microseconds, coalesce(p.spacing_microseconds, 0), l.breakdowns, coalesce(p.breakdowns, 0),
  coalesce(extract(epoch FROM greatest(l.next_at - interval '0.25 s', l.held_until, p.next_at - interval '0.25 s', p.held_until)
    - clock_timestamp()) * 1000, 0)::float8,
  l.reason IS NOT NULL OR p.reason IS NOT NULL
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $1 OR p.key = $1) AND l.state = 'open' AND (p.id IS NULL OR p.state = 'open')
ORDER BY l.id;
