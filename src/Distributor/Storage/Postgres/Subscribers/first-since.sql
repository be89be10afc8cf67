-- The first person created at @since or later, by halving the range of keys: keys and times grow together, and there is no index of
-- times. Some twenty probes of the primary key.
WITH RECURSIVE halves AS (
  SELECT (SELECT coalesce(min(id), 0) FROM subscribers) AS low, (SELECT coalesce(max(id), 0) + 1 FROM subscribers) AS high
  UNION ALL
  SELECT CASE WHEN x.older THEN h.middle + 1 ELSE h.low END, CASE WHEN x.older THEN h.high ELSE h.middle END
  FROM (SELECT low, high, (low + high) / 2 AS middle FROM halves WHERE low < high) h
  CROSS JOIN LATERAL (
    SELECT coalesce((SELECT created_at < @since FROM subscribers WHERE id >= h.middle ORDER BY id LIMIT 1), false) AS older
  ) x
)
SELECT low FROM halves ORDER BY high - low LIMIT 1
