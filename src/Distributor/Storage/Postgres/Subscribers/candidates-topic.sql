-- The same in a list of a topic, which is in the order of its addresses, as walk-topic.sql has it: all who were picked are asked where
-- they stand before the page is cut.
{picked}
(
  SELECT s.id, k.key
  FROM picked c
  CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = c.id OFFSET 0) s
  CROSS JOIN LATERAL (
    SELECT max(o.id) AS key FROM addresses o JOIN subscriptions p ON p.address_id = o.id
    WHERE o.subscriber_id = s.id AND p.topic_id = @topic::int
      AND (@cadence::smallint IS NULL OR p.cadence = @cadence::smallint)
  ) k
  WHERE k.key < @before AND {matches}
  ORDER BY k.key DESC LIMIT @size
)
UNION ALL
SELECT -1, 0 FROM known WHERE NOT by_word AND NOT by_other
