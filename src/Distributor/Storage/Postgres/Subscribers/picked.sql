-- Whoever has the part @word, and the part @other when there is one, in name or address: by trigrams (or, for one or two letters, by the
-- beginning). Materialized, so that the limits are reached before anything is joined. More than @most with a part in their names or
-- in their addresses say that it is too common to be looked up: then the other alone decides, and when both are, nobody is picked.
WITH valued AS MATERIALIZED (SELECT subscriber_id AS id FROM addresses WHERE value LIKE @word LIMIT @most + 1),
named AS MATERIALIZED (SELECT id FROM subscribers WHERE lower(name) LIKE @word LIMIT @most + 1),
other_valued AS MATERIALIZED (
  SELECT subscriber_id AS id FROM addresses WHERE @other::text IS NOT NULL AND value LIKE @other::text LIMIT @most + 1
),
other_named AS MATERIALIZED (
  SELECT id FROM subscribers WHERE @other::text IS NOT NULL AND lower(name) LIKE @other::text LIMIT @most + 1
),
known AS MATERIALIZED (
  SELECT
    (SELECT count(*) FROM valued) <= @most AND (SELECT count(*) FROM named) <= @most AS by_word,
    @other::text IS NOT NULL
      AND (SELECT count(*) FROM other_valued) <= @most AND (SELECT count(*) FROM other_named) <= @most AS by_other
),
picked AS MATERIALIZED (
  SELECT id FROM (SELECT id FROM valued UNION SELECT id FROM named) w
  WHERE (SELECT by_word FROM known)
    AND (NOT (SELECT by_other FROM known) OR id IN (SELECT id FROM other_valued UNION ALL SELECT id FROM other_named))
  UNION ALL
  SELECT id FROM (SELECT id FROM other_valued UNION SELECT id FROM other_named) o
  WHERE (SELECT by_other AND NOT by_word FROM known)
)
