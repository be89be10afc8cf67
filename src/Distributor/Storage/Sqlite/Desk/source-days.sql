-- Articles of the given sources by days ago, among the newest 20,000 only: lists may not count a whole table.
-- {0} source ids as JSON, {1} since and {2} now in ticks of 100 ns.
SELECT source_id AS "SourceId", ({2} - received_at) / 864000000000 AS "DaysAgo", count(*) AS "Articles"
FROM (
  SELECT source_id, received_at FROM articles WHERE received_at > {1} ORDER BY received_at DESC LIMIT 20000
) newest
WHERE source_id IN (SELECT value FROM json_each({0}))
GROUP BY 1, 2
