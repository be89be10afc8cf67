-- What a person s (id, name, created_at) must be to be in the list. Every word is somewhere in the name or in one of the addresses;
-- the filters of addresses speak of one and the same address. Parameters that are NULL ask nothing and are folded away when the
-- statement is planned. OFFSET 0 keeps each question an index probe for one person: without it the planner makes joins of them,
-- and joins over whole tables when it believes that few people match.
NOT EXISTS (
  SELECT FROM unnest(@words::text[]) AS w (part)
  WHERE NOT coalesce(lower(s.name) LIKE w.part, false)
    AND NOT EXISTS (SELECT FROM addresses o WHERE o.subscriber_id = s.id AND o.value LIKE w.part OFFSET 0)
  OFFSET 0
)
AND (NOT @by_address OR EXISTS (
  SELECT FROM addresses a
  WHERE a.subscriber_id = s.id
    AND (@state::text IS NULL OR a.state = @state::text)
    AND (@channel::smallint IS NULL OR a.channel = @channel::smallint)
    AND (@language::text IS NULL OR a.language = @language::text)
    AND (@zone::text IS NULL OR a.time_zone = @zone::text)
    AND ((@topic::int IS NULL AND @cadence::smallint IS NULL) OR EXISTS (
      SELECT FROM subscriptions p
      WHERE p.address_id = a.id
        AND (@topic::int IS NULL OR p.topic_id = @topic::int)
        AND (@cadence::smallint IS NULL OR p.cadence = @cadence::smallint)
      OFFSET 0
    ))
  OFFSET 0
))
AND (NOT @gone OR NOT EXISTS (
  SELECT FROM addresses g WHERE g.subscriber_id = s.id AND g.state IN ('active', 'pending', 'paused') OFFSET 0
))
AND s.created_at >= @since
