-- Which of the addresses have more than $2 alerts waiting for the end of their quiet hours. $1 addresses,
-- $3 first and $4 last day of unfinished runs. Read only: summarise.sql looks again under its locks.
SELECT a.id
FROM unnest($1::bigint[]) AS a (id)
CROSS JOIN LATERAL (
  SELECT count(*) AS n FROM deliveries d JOIN runs r ON r.id = d.run_id AND r.kind = 'alert'
  WHERE d.address_id = a.id AND d.day BETWEEN $3 AND $4 AND d.state = 2 AND d.reason = 'quiet hours'
    AND d.external_id IS NULL AND NOT d.maybe_duplicate
) w
WHERE w.n > $2;
