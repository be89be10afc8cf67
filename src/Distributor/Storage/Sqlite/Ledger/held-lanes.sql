-- Lanes that were told to wait, and the lanes under them. $key of the channel's lane.
SELECT l.id
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $key OR p.key = $key)
  AND (l.state <> 'open' OR l.held_until > $now OR p.state <> 'open' OR p.held_until > $now);
