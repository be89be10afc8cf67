-- People with an address in one of two states (the second may be NULL) from the newest on: two walks of (state, subscriber_id),
-- merged; who has two such addresses comes once. The limits inside keep them walks: without them a common state is read and sorted whole.
SELECT key FROM (
  (
    SELECT subscriber_id AS key FROM addresses
    WHERE state = @state1::text AND subscriber_id < @before AND subscriber_id >= @first
    ORDER BY subscriber_id DESC LIMIT 2 * @look
  )
  UNION ALL
  (
    SELECT subscriber_id FROM addresses
    WHERE state = @state2::text AND subscriber_id < @before AND subscriber_id >= @first
    ORDER BY subscriber_id DESC LIMIT 2 * @look
  )
  ORDER BY key DESC
) w
GROUP BY key
ORDER BY key DESC LIMIT @look
