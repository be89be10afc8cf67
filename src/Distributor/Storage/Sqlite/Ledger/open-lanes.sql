-- Lanes of a channel that may send within half a second, themselves and the lane they belong to. $key of the channel's lane.
SELECT l.id
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $key OR p.key = $key)
  AND l.state = 'open' AND (l.next_at IS NULL OR l.next_at <= $now + 5000000)
  AND (p.id IS NULL OR (p.state = 'open' AND (p.next_at IS NULL OR p.next_at <= $now + 5000000)));
