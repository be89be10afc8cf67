-- Lanes of a channel that may send within half a second, themselves and the lane they belong to. $1 key of the channel's lane.
SELECT l.id
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $1 OR p.key = $1)
  AND l.state = 'open' AND (l.next_at IS NULL OR l.next_at <= clock_timestamp() + interval '0.5 s')
  AND (p.id IS NULL OR (p.state = 'open' AND (p.next_at IS NULL OR p.next_at <= clock_timestamp() + interval '0.5 s')));
