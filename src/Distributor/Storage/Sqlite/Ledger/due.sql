-- Over all lanes and priorities: how many rows are due now (each probe stops at a thousand) and when the next one is.
SELECT
  min(1000, sum((SELECT count(*) FROM (SELECT 1 FROM deliveries
    WHERE lane_id = l.id AND priority = p.value AND due_at <= $now LIMIT 1000)))),
  min((SELECT due_at FROM deliveries
    WHERE lane_id = l.id AND priority = p.value AND due_at IS NOT NULL ORDER BY due_at LIMIT 1))
FROM lanes l, json_each('[1, 5, 9, 12]') p;
