-- A page by looking up: those who were picked, the newest first, each asked for the rest until the page is full. When the words are
-- too common to be looked up the only row is (-1, 0).
{picked}
(
  SELECT s.id, c.id AS key
  FROM (SELECT id FROM picked WHERE id < @before ORDER BY id DESC OFFSET 0) c
  CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = c.id OFFSET 0) s
  WHERE {matches}
  ORDER BY c.id DESC LIMIT @size
)
UNION ALL
SELECT -1, 0 FROM known WHERE NOT by_word AND NOT by_other
