-- Which of the people @ids match, in the order of the list; of a topic's list in the order of its addresses, as walk-topic.sql has it.
SELECT s.id, k.key
FROM unnest(@ids::bigint[]) AS c (id)
CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = c.id OFFSET 0) s
CROSS JOIN LATERAL (
  SELECT CASE WHEN @topic::int IS NULL THEN s.id ELSE (
    SELECT max(o.id) FROM addresses o JOIN subscriptions p ON p.address_id = o.id
    WHERE o.subscriber_id = s.id AND p.topic_id = @topic::int
      AND (@cadence::smallint IS NULL OR p.cadence = @cadence::smallint)
  ) END AS key
) k
WHERE k.key < @before AND {matches}
ORDER BY k.key DESC LIMIT @size
