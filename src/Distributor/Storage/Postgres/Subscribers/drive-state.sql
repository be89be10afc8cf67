-- People with an address in one of two states (the second may be NULL) from the newest on: two walks of (state, subscriber_id),
-- merged; who has two such addresses comes once.
SELECT key FROM (
  SELECT subscriber_id AS key FROM addresses
  WHERE state = @state1::text AND subscriber_id < @before AND subscriber_id >= @first
  UNION ALL
  SELECT subscriber_id FROM addresses
  WHERE state = @state2::text AND subscriber_id < @before AND subscriber_id >= @first
  ORDER BY key DESC
) w
GROUP BY key
ORDER BY key DESC LIMIT @look
