-- Where rows are due, the most urgent and oldest first. $lanes: JSON array of lanes; $first and $last day of unfinished runs.
-- Only here: PostgreSQL looks at all lanes within the claim, but a subquery here cannot see the lane it is made for.
SELECT l.value, p.priority,
  (SELECT due_at FROM deliveries
    WHERE lane_id = l.value AND priority = p.priority AND due_at <= $now AND +day BETWEEN $first AND $last
    ORDER BY due_at LIMIT 1) AS first_due
FROM json_each($lanes) l
CROSS JOIN (SELECT 1 AS priority UNION ALL SELECT 5 UNION ALL SELECT 9 UNION ALL SELECT 12) p
WHERE first_due IS NOT NULL
ORDER BY p.priority, first_due;
