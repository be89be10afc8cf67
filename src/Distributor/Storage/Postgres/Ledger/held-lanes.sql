-- Lanes that were told to wait, by whichever instance, and the lanes under them. $1 key of the channel's lane.
SELECT l.id
FROM lanes l LEFT JOIN lanes p ON p.id = l.parent_id
WHERE (l.key = $1 OR p.key = $1)
  AND (l.state <> 'open' OR l.held_until > clock_timestamp() OR p.state <> 'open' OR p.held_until > clock_timestamp());
