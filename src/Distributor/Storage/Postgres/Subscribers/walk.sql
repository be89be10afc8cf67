-- A page by walking: the keys of one of the drive-*.sql in order, at most @look of them, each person asked whether they match. It ends with the
-- page, so what many match costs little; what few match is looked for no further than @look.
SELECT s.id, w.key
FROM ({drive}) w
CROSS JOIN LATERAL (SELECT id, name, created_at FROM subscribers WHERE id = w.key OFFSET 0) s
WHERE {matches}
ORDER BY w.key DESC LIMIT @size
