-- The same over the addresses of a topic. A person stands where the newest of their addresses stands that follows it.
SELECT s.id, w.key
FROM ({drive}) w
CROSS JOIN LATERAL (SELECT subscriber_id FROM addresses WHERE id = w.key OFFSET 0) f
CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = f.subscriber_id OFFSET 0) s
WHERE NOT EXISTS (
  SELECT FROM addresses o JOIN subscriptions p ON p.address_id = o.id
  WHERE o.subscriber_id = s.id AND o.id > w.key AND p.topic_id = @topic::int
    AND (@cadence::smallint IS NULL OR p.cadence = @cadence::smallint)
  OFFSET 0
)
AND {matches}
ORDER BY w.key DESC LIMIT @size
