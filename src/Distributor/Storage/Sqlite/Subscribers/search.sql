-- A page of people. A small publication's file is read from its newest person on until the page is full; @words is a JSON list of
-- patterns, and fold() brings names to lower case in every script. A list of a topic is in the order of the addresses that follow it,
-- as on PostgreSQL. Parameters that are NULL ask nothing.
SELECT s.id, CASE WHEN @topic IS NULL THEN s.id ELSE (
    SELECT max(o.id) FROM addresses o JOIN subscriptions p ON p.address_id = o.id
    WHERE o.subscriber_id = s.id AND p.topic_id = @topic AND (@cadence IS NULL OR p.cadence = @cadence)
  ) END AS key
FROM subscribers s
WHERE NOT EXISTS (
  SELECT 1 FROM json_each(@words) w
  WHERE NOT coalesce(fold(s.name) LIKE w.value ESCAPE '\', 0)
    AND NOT EXISTS (SELECT 1 FROM addresses o WHERE o.subscriber_id = s.id AND o.value LIKE w.value ESCAPE '\')
)
AND (NOT @by_address OR EXISTS (
  SELECT 1 FROM addresses a
  WHERE a.subscriber_id = s.id
    AND (@state IS NULL OR a.state = @state)
    AND (@channel IS NULL OR a.channel = @channel)
    AND (@language IS NULL OR a.language = @language)
    AND (@zone IS NULL OR a.time_zone = @zone)
    AND ((@topic IS NULL AND @cadence IS NULL) OR EXISTS (
      SELECT 1 FROM subscriptions p
      WHERE p.address_id = a.id AND (@topic IS NULL OR p.topic_id = @topic) AND (@cadence IS NULL OR p.cadence = @cadence)
    ))
))
AND (NOT @gone OR NOT EXISTS (
  SELECT 1 FROM addresses g WHERE g.subscriber_id = s.id AND g.state IN ('active', 'pending', 'paused')
))
AND s.created_at >= @since
AND key < @before
ORDER BY key DESC LIMIT @size
