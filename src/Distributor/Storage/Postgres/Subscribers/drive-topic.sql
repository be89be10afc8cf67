-- Addresses that follow a topic, the newest first: a merge of the walks of (topic_id, cadence, address_id), one a cadence. A list of
-- a topic is therefore in the order of addresses, not of people: the topic's index knows no people, and from the people's side a
-- topic of a hundred among a million would be looked for in vain. The limits inside keep each a walk.
SELECT key FROM (
  (
    SELECT address_id AS key FROM subscriptions
    WHERE topic_id = @topic::int AND cadence = 1 AND coalesce(@cadence::smallint, 1) = 1 AND address_id < @before
    ORDER BY address_id DESC LIMIT @look
  )
  UNION ALL
  (
    SELECT address_id FROM subscriptions
    WHERE topic_id = @topic::int AND cadence = 2 AND coalesce(@cadence::smallint, 2) = 2 AND address_id < @before
    ORDER BY address_id DESC LIMIT @look
  )
  UNION ALL
  (
    SELECT address_id FROM subscriptions
    WHERE topic_id = @topic::int AND cadence = 3 AND coalesce(@cadence::smallint, 3) = 3 AND address_id < @before
    ORDER BY address_id DESC LIMIT @look
  )
  UNION ALL
  (
    SELECT address_id FROM subscriptions
    WHERE topic_id = @topic::int AND cadence = 4 AND coalesce(@cadence::smallint, 4) = 4 AND address_id < @before
    ORDER BY address_id DESC LIMIT @look
  )
  ORDER BY key DESC
) w
GROUP BY key
ORDER BY key DESC LIMIT @look
