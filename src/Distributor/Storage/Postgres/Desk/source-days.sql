-- Articles of the given sources by days ago, among the newest 20,000 only: lists may not count a whole table.
-- {0} source ids, {1} since, {2} now.
SELECT source_id AS "SourceId", floor(extract(epoch FROM {2} - received_at) / 86400)::int AS "DaysAgo", count(*)::int AS "Articles"
FROM (
  SELECT source_id, received_at FROM articles WHERE received_at > {1} ORDER BY received_at DESC LIMIT 20000
) newest
WHERE source_id = ANY ({0}::bigint[])
GROUP BY 1, 2
