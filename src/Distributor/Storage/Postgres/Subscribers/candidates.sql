-- A page by looking up: whoever has the part @word in name or address, by trigrams (or, for one or two letters, by the beginning), then
-- asked for the rest. Materialized, so that the limits are reached before anything is joined. One more than @most on either side says
-- that the word is too common to be looked up: then the only row is (-1, 0). A list of a topic is in the order of its addresses, as
-- walk-topic.sql has it.
WITH found AS MATERIALIZED (SELECT subscriber_id AS id FROM addresses WHERE value LIKE @word LIMIT @most + 1),
named AS MATERIALIZED (SELECT id FROM subscribers WHERE lower(name) LIKE @word LIMIT @most + 1),
over AS MATERIALIZED (SELECT greatest((SELECT count(*) FROM found), (SELECT count(*) FROM named)) > @most AS is_over)
(
  SELECT s.id, k.key
  FROM (SELECT id FROM found UNION SELECT id FROM named) c
  CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = c.id OFFSET 0) s
  CROSS JOIN LATERAL (
    SELECT CASE WHEN @topic::int IS NULL THEN s.id ELSE (
      SELECT max(o.id) FROM addresses o JOIN subscriptions p ON p.address_id = o.id
      WHERE o.subscriber_id = s.id AND p.topic_id = @topic::int
        AND (@cadence::smallint IS NULL OR p.cadence = @cadence::smallint)
    ) END AS key
  ) k
  WHERE NOT (SELECT is_over FROM over) AND k.key < @before AND {matches}
  ORDER BY k.key DESC LIMIT @size
)
UNION ALL
SELECT -1, 0 FROM over WHERE is_over
